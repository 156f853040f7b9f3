/** A task that ended with a pull request. */
export const READY = 'say-hello';
/** One whose change did not pass the checks. */
export const BROKEN = 'tabs-inside';
/** One that runs as long as the tests. */
export const GOING = 'keep-going';
/** One that an agent carried out, in two rounds. */
export const ASSISTED = 'with-an-agent';
export const TEMPLATE = 'say-a-word';

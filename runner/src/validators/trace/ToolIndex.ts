import type { Ecosystem, Tool } from '../Ecosystem';

/** Programs that are installed under a version: `python3.12`, `pip3`, `clang-format-18`. */
const VERSION = /(?:-?\d+(?:\.\d+)*)$/;
const EXTENSION = /\.(?:exe|cmd|bat|phar)$/;

/** All programs that are known, and the ecosystem that each belongs to. */
export class ToolIndex {
  private readonly byProgram = new Map<
    string,
    { tool: Tool; ecosystem: string }
  >();

  constructor(ecosystems: readonly Ecosystem[]) {
    for (const { id, tools } of ecosystems) {
      for (const tool of tools) {
        for (const program of tool.programs) {
          if (this.byProgram.has(program)) continue;
          this.byProgram.set(program, { tool, ecosystem: id });
        }
      }
    }
  }

  /** @param program - as it is called: `./vendor/bin/phpunit` */
  find(program: string): { tool: Tool; ecosystem: string } | undefined {
    const name = program
      .slice(program.lastIndexOf('/') + 1)
      .replace(EXTENSION, '');
    return (
      this.byProgram.get(name) ?? this.byProgram.get(name.replace(VERSION, ''))
    );
  }
}

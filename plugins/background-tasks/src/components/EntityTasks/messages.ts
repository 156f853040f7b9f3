/** The words on entity pages. */
export const entityMessages = {
  title: 'Background tasks',
  newTask: 'New task',
  giveTask: 'New background task',
  noTasks: 'No background tasks for this component yet',
  noTasksHint:
    "Describe a change in words with “New task”: you get a pull request that passes the repository's own checks.",
  trail: 'Background tasks of this component',
  lastTask: 'Last task',
  openPullRequests: 'Open pull requests',
  noOpenPullRequests: 'None',
  allTasks: 'All tasks',
  cardFailed: 'The background tasks could not be loaded',
  cardNotShown: 'The background tasks could not be shown',
  annotations: 'Annotations of this component need a correction',
  annotationsHint:
    'They are in its catalog-info.yaml, under metadata.annotations.',
};

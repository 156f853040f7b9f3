/** The words of the home page's card. */
export const homeMessages = {
  title: 'My background tasks',
  none: 'You have no background tasks yet.',
  all: 'All of my tasks',
  newTask: 'New task',
  failed: 'Your background tasks could not be loaded',
  notShown: 'Your background tasks could not be shown',
};

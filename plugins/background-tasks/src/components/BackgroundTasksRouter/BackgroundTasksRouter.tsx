import { Content } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { BackgroundTasksQueryProvider } from '../../hooks';
import { ReadableTheme } from '../common';
import { PluginPages } from './PluginPages';
import { PluginTabs } from './PluginTabs';

const useStyles = makeStyles({ spaced: { paddingTop: 0 } });

/** All pages below `/background-tasks`. */
export function BackgroundTasksRouter(props: {
  /** That what stands above has kept the space to it already. */
  spaced?: boolean;
}) {
  const classes = useStyles();
  return (
    <BackgroundTasksQueryProvider>
      <ReadableTheme>
        <Content className={props.spaced ? classes.spaced : undefined}>
          <PluginTabs />
          <PluginPages />
        </Content>
      </ReadableTheme>
    </BackgroundTasksQueryProvider>
  );
}

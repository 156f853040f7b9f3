export { editorReply, isEditor } from './editorReply';

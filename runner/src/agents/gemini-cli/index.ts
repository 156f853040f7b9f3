export { geminiCliAgent } from './geminiCliAgent';

export { addedLines } from './addedLines';
export {
  findSecrets,
  findSecretsInBinary,
  type FoundSecret,
} from './findSecrets';

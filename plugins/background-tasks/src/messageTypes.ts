import type { backgroundTasksMessages } from './messages';

/** Messages in groups, as they are written. */
export type Messages = { readonly [key: string]: string | Messages };

type All = typeof backgroundTasksMessages;

type KeysIn<Group> = {
  [Name in keyof Group & string]: Group[Name] extends string
    ? Name
    : `${Name}.${KeysIn<Group[Name]>}`;
}[keyof Group & string];

type MessageAt<Group, Key> = Key extends keyof Group
  ? Group[Key]
  : Key extends `${infer Name}.${infer Rest}`
  ? MessageAt<Group[Name & keyof Group], Rest>
  : never;

/** The keys of all messages: those of groups are joined by dots. */
export type MessageKey = KeysIn<All>;

/** What words are asked for by: the messages of a plural share one key, and a count chooses among them. */
export type WordKey = MessageKey extends infer Key
  ? Key extends `${infer Plural}_${'one' | 'other'}`
    ? Plural
    : Key
  : never;

type ValueOf<Blank, Text> = Blank extends `${infer Name}, number`
  ? { [_ in Name]: number }
  : { [_ in Blank & string]: Blank extends 'count' ? number : Text };

type ValuesIn<Message, Text> =
  Message extends `${string}{{${infer Blank}}}${infer Rest}`
    ? ValueOf<Blank, Text> & ValuesIn<Rest, Text>
    : unknown;

type Values<Key extends string, Text> = `${Key}_other` extends MessageKey
  ? ValuesIn<MessageAt<All, `${Key}_other`>, Text> & { count: number }
  : ValuesIn<MessageAt<All, Key>, Text>;

type Given<Wanted> = keyof Wanted extends never ? [] : [values: Wanted];

/** What is given along with a key: the values of the message's blanks. */
export type ValuesOf<Text> = {
  [Key in WordKey]: Given<Values<Key, Text>>;
};

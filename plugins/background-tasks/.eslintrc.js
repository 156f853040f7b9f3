// Words stand in the translations: other languages are brought for those alone.
const words = 'value=/[A-Za-z]{2,}/';
const template = 'TemplateElement[value.raw=/[A-Za-z]{2,}/]';
const names =
  '/^(alt|aria-label|description|failed|help|helperText|hint|intro|label|none|note|placeholder|title)$/';
const choice = ':matches(ConditionalExpression, LogicalExpression)';
const places = [
  `JSXAttribute[name.name=${names}] > JSXExpressionContainer`,
  ':matches(JSXElement, JSXFragment) > JSXExpressionContainer',
];

const selectors = [
  `JSXText[${words}]`,
  `Property[key.name=${names}] > Literal[value=/^[A-Z]/]`,
  `JSXAttribute[name.name=${names}] > Literal[${words}]`,
  ...places.flatMap(place => [
    `${place} > Literal[${words}]`,
    `${place} > TemplateLiteral > ${template}`,
    `${place} > ${choice} > Literal[${words}]`,
    `${place} > ${choice} > TemplateLiteral > ${template}`,
  ]),
];

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      files: ['src/{components,formFields,search}/**/*.tsx'],
      excludedFiles: ['**/*.test.tsx'],
      rules: {
        'no-restricted-syntax': [
          'error',
          ...selectors.map(selector => ({
            selector,
            message: 'Take the words from the translations: useWords().',
          })),
        ],
      },
    },
  ],
});

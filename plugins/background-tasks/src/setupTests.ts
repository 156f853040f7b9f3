import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { styleWithoutSheets } from './__testUtils__/styleWithoutSheets';

// Whole pages are rendered, on machines that may be busy: tests wait for what they expect, however long it takes.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
if (typeof window !== 'undefined') styleWithoutSheets();

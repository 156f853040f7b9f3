import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are rendered, on machines that may be busy: tests wait for what they expect, however long it takes.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);

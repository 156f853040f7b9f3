import {
  alteredBy,
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  setupOf,
  workflow,
} from '../testing';

describe('the CMake ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'a build that CI makes in its folder',
      {
        'CMakeLists.txt': '',
        ...workflow(
          'mkdir build',
          'cd build; cmake ..',
          'cd build; make -j4',
          'cd build; ctest',
        ),
      },
      ['build: cmake --build build', 'test: ctest --test-dir build'],
    ],
    [
      'a build that CI makes from above',
      {
        'CMakeLists.txt': '',
        ...workflow(
          'cmake -B out -DX=1',
          'cmake --build out',
          'ctest --test-dir out',
        ),
      },
      ['build: cmake --build out', 'test: ctest --test-dir out'],
    ],
    [
      'the usual where CI says nothing',
      { 'CMakeLists.txt': 'enable_testing()' },
      [
        'build: cmake --build build',
        'test: ctest --test-dir build --output-on-failure',
      ],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'layout that rewrites, nor installation',
      { ...workflow('clang-format -i a.cpp', 'cmake --install build') },
      ['clang-format -i a.cpp: it rewrites files'],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'the lists',
      { 'CMakeLists.txt': 'x', 'src/CMakeLists.txt': 'y' },
      'ctest --test-dir build',
      ['CMakeLists.txt', 'src/CMakeLists.txt'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'as CI does, with the compiler of the machine',
      {
        'CMakeLists.txt': '',
        ...workflow(
          'cmake -S . -B build -DCMAKE_CXX_COMPILER=g++-9 -DX=1',
          'cmake --build build',
        ),
      },
      ['cmake -S . -B build -DX=1'],
    ],
    [
      'with tests, whatever a job without them does',
      {
        'CMakeLists.txt': '',
        ...workflow(
          'cmake -B build -DA_TESTS=OFF',
          'cmake --build build',
          'ctest --test-dir build',
        ),
      },
      ['cmake -S . -B build'],
    ],
  ])('sets up %s', async (_, files, commands) => {
    expect(await setupOf(files)).toEqual(commands);
  });

  it.each<[string, string, boolean]>([
    [
      'find_package(Boost 1.80 REQUIRED)',
      'find_package(Boost 1.81 REQUIRED)',
      false,
    ],
    ['  GIT_TAG v1.14.0)', '  GIT_TAG v1.15.0)', false],
    [
      '  GIT_TAG v1.14.0)',
      '  GIT_TAG 0123456789abcdef0123456789abcdef01234567)',
      true,
    ],
    ['find_package(Boost 1.80)', 'find_package(Other 1.80)', true],
    ['add_test(a b)', '', true],
  ])('tells versions from the rest: %s, then %s', async (...change) => {
    const [before, after, blocks] = change;

    expect(
      await alteredBy(
        'ctest --test-dir build',
        'CMakeLists.txt',
        before,
        after,
      ),
    ).toEqual(blocks ? ['CMakeLists.txt'] : []);
  });
});

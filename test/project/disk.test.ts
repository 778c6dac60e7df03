import fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Disk, makeFolder } from '../../src/project/disk.js';
import { temporaryFolder } from './folder.js';

describe('makeFolder', () => {
  test('makes what is missing above, and is content with what is there', () => {
    const path = join(temporaryFolder(), 'a/b/c');
    makeFolder(fs, path);
    makeFolder(fs, path);
    expect(fs.statSync(path).isDirectory()).toBe(true);
  });

  test('another process takes the folder away between two looks at it', () => {
    const path = join(temporaryFolder(), 'a');
    let tries = 0;
    const disk: Disk = {
      ...fs,
      mkdirSync: ((folder: string) => {
        if (tries++ === 0) throw Object.assign(new Error('it was there'), { code: 'EEXIST' });
        return fs.mkdirSync(folder);
      }) as Disk['mkdirSync'],
    };
    makeFolder(disk, path);
    expect(fs.statSync(path).isDirectory()).toBe(true);
  });

  test('a link to a folder is one, a link to nothing and a file are in the way', () => {
    const folder = temporaryFolder();
    fs.symlinkSync(folder, join(folder, 'link'));
    makeFolder(fs, join(folder, 'link'));
    fs.symlinkSync(join(folder, 'nothing'), join(folder, 'dangling'));
    fs.writeFileSync(join(folder, 'file'), '');
    for (const name of ['dangling', 'file']) expect(() => makeFolder(fs, join(folder, name))).toThrow('EEXIST');
  });
});

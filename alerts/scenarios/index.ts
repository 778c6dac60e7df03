import brokenRelease from './broken-release.js';
import deploy from './deploy.js';
import errorBurst from './error-burst.js';
import migrationDay from './migration-day.js';
import quietHour from './quiet-hour.js';
import silentCi from './silent-ci.js';
import slowLeak from './slow-leak.js';

export default [brokenRelease, deploy, errorBurst, migrationDay, quietHour, silentCi, slowLeak];

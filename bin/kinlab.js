#!/usr/bin/env node
// In syntax that old versions of Node can read, so that they can be told what they lack.
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error('✖ Node ' + process.versions.node + ' found; Kinesis Lab needs 20.19 or newer.');
  console.error('  fix   nvm install 24');
  process.exit(253);
}

// The SDK would warn about Node 20 on a newcomer's first screen; the README says what there is to know.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

void import('./load-program.js').then(function (module) {
  return module.loadProgram();
});

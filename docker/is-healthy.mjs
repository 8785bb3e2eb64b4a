// The health check of whatever answers on /health: node docker/is-healthy.mjs PORT
const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/health`);
console.log(`/health answers ${answer.status}`);
process.exit(answer.ok ? 0 : 1);

// The least a gRPC service on @grpc/grpc-js can be. Word: the folder of the protos. Says its port, ends with its input.
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync('perks/edge/v1/eligibility_service.proto', { includeDirs: [process.argv[2]] });
const { EligibilityService } = grpc.loadPackageDefinition(definition).perks.edge.v1;
const server = new grpc.Server();
server.addService(EligibilityService.service, { CheckEligibility: (call, answer) => answer(null, {}) });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (fault, port) => {
  if (fault) throw fault;
  console.log(`ready http://127.0.0.1:${port}`);
});
process.stdin.on('end', () => process.exit()).resume();

"""The least a gRPC service on grpcio can be. Word: the folder of the generated messages. Says its port, ends with its input."""
import os
import sys
from concurrent import futures

import grpc

sys.path.insert(0, sys.argv[1])
from perks.edge.v1 import eligibility_service_pb2 as messages  # noqa: E402

ANSWER = messages.CheckEligibilityResponse()

method = grpc.unary_unary_rpc_method_handler(
    lambda request, context: ANSWER,
    request_deserializer=messages.CheckEligibilityRequest.FromString,
    response_serializer=messages.CheckEligibilityResponse.SerializeToString,
)
server = grpc.server(futures.ThreadPoolExecutor(max_workers=os.cpu_count()))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("perks.edge.v1.EligibilityService", {"CheckEligibility": method}),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"ready http://127.0.0.1:{port}", flush=True)
sys.stdin.read()
server.stop(0)

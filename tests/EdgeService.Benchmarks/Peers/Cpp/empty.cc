// The least a gRPC service in C++ can be: one method that reads its request and answers an empty message.
//
//   empty async|callback [FOLDER]
//
// async: a completion queue and a thread a core, as gRPC's performance guide has it. callback: the newer API on gRPC's own threads.
// With the folder of the edge's certificates there is a second port, with TLS and certificates on both sides. Says its ports, ends with its input.
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "perks/edge/v1/eligibility_service.grpc.pb.h"

using perks::edge::v1::CheckEligibilityRequest;
using perks::edge::v1::CheckEligibilityResponse;
using perks::edge::v1::EligibilityService;

namespace {

// So many calls wait on each queue, so that none that arrives waits for another to be set up.
constexpr int kWaitingCalls = 256;

class Call {
 public:
  Call(EligibilityService::AsyncService* service, grpc::ServerCompletionQueue* queue) : service_(service), queue_(queue), answer_(&context_) {
    service_->RequestCheckEligibility(&context_, &request_, &answer_, queue_, queue_, this);
  }

  void Proceed(bool ok) {
    if (!ok || answered_) {
      delete this;
      return;
    }

    answered_ = true;
    new Call(service_, queue_);
    answer_.Finish(response_, grpc::Status::OK, this);
  }

 private:
  EligibilityService::AsyncService* service_;
  grpc::ServerCompletionQueue* queue_;
  grpc::ServerContext context_;
  CheckEligibilityRequest request_;
  CheckEligibilityResponse response_;
  grpc::ServerAsyncResponseWriter<CheckEligibilityResponse> answer_;
  bool answered_ = false;
};

class CallbackEligibility final : public EligibilityService::CallbackService {
 public:
  grpc::ServerUnaryReactor* CheckEligibility(
      grpc::CallbackServerContext* context, const CheckEligibilityRequest*, CheckEligibilityResponse*) override {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

std::string Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::shared_ptr<grpc::ServerCredentials> Mutual(const std::string& folder) {
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = Read(folder + "/terminals-ca.pem");
  options.pem_key_cert_pairs.push_back({Read(folder + "/server.key"), Read(folder + "/server.pem")});
  return grpc::SslServerCredentials(options);
}

void Serve(grpc::ServerCompletionQueue* queue) {
  void* call;
  bool ok;
  while (queue->Next(&call, &ok)) static_cast<Call*>(call)->Proceed(ok);
}

}  // namespace

int main(int argc, char** argv) {
  const bool async = argc > 1 && std::string(argv[1]) == "async";
  EligibilityService::AsyncService by_queue;
  CallbackEligibility by_callback;
  int plain = 0;
  int mutual = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &plain);
  if (argc > 2) builder.AddListeningPort("127.0.0.1:0", Mutual(argv[2]), &mutual);
  std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues;
  for (unsigned core = 0; async && core < std::thread::hardware_concurrency(); core++) queues.push_back(builder.AddCompletionQueue());
  builder.RegisterService(async ? static_cast<grpc::Service*>(&by_queue) : &by_callback);
  const auto server = builder.BuildAndStart();
  if (!server) return 1;
  for (const auto& queue : queues) {
    for (int call = 0; call < kWaitingCalls; call++) new Call(&by_queue, queue.get());
    std::thread(Serve, queue.get()).detach();
  }

  std::cout << "ready http://127.0.0.1:" << plain << " https://localhost:" << mutual << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  std::_Exit(0);
}

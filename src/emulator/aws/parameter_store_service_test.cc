// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/parameter_store_service.h"

#include <gmock/gmock.h>

#include "aws/parameter_store.h"
#include "aws/sigv4.h"
#include "base/text.h"
#include "http/in_process_client.h"
#include "json/parse.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ParameterStoreServiceTest : public ::testing::Test {
 protected:
  static std::unique_ptr<Database> NewDatabase() {
    auto database = Database::OpenInMemory(ParameterStoreService::Schema(), 1);
    EXPECT_TRUE(database);
    return std::move(*database);
  }
  http::Response Call(const std::string& operation, const std::string& body) {
    http::Request request{"POST", "http://127.0.0.1:4566", "/", {}, body};
    request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "AmazonSSM." + operation}};
    aws::Sign(request, credentials_, {.region = "eu-central-1", .service = "ssm"}, clock_.Now());
    return service_.Handle(request);
  }
  Result<Secret<std::string>> Read(const std::string& name) {
    http::InProcessClient client(service_);
    aws::ParameterStore store({client, clock_, random_}, credentials_, "eu-central-1", "http://127.0.0.1:4566");
    return store.GetParameter(name, clock_.SteadyNow() + Milliseconds(1'000));
  }

  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'078)};
  SeededRandom random_{11};
  aws::Credentials credentials_{"local", Secret<std::string>("local-secret"), std::nullopt};
  std::unique_ptr<Database> database_ = NewDatabase();
  ParameterStoreService service_{
      {*database_, clock_, random_},
      {.account = "000000000000", .region = "eu-central-1", .origin = "http://127.0.0.1:4566"},
      credentials_};
};

TEST_F(ParameterStoreServiceTest, OurOwnClientReadsEveryVersion) {
  EXPECT_EQ(Call("PutParameter", R"({"Name":"/a/b","Type":"SecureString","Value":"one"})").body,
            R"({"Version":1,"Tier":"Standard"})");
  EXPECT_EQ(Call("PutParameter", R"({"Name":"/a/b","Value":"two","Overwrite":true})").body,
            R"({"Version":2,"Tier":"Standard"})");
  const std::string arn = "arn:aws:ssm:eu-central-1:000000000000:parameter/a/b";
  const std::pair<std::string, std::string> cases[] = {
      {"/a/b", "two"}, {"/a/b:1", "one"}, {"/a/b:2", "two"}, {arn, "two"}, {arn + ":1", "one"}};
  for (const auto& [name, value] : cases) {
    const auto read = Read(name);
    ASSERT_TRUE(read) << name << read.error().message;
    EXPECT_EQ(read->Reveal(), value) << name;
  }
  EXPECT_THAT(Read("/a/b:3").error().message, HasSubstr("ParameterVersionNotFound"));
  EXPECT_THAT(Read("/a/c").error().message, HasSubstr("ParameterNotFound"));
  EXPECT_THAT(Read("a/b").error().message, HasSubstr("ParameterNotFound"));
}

TEST_F(ParameterStoreServiceTest, ASecureStringIsReadableWithDecryptionOnly) {
  Call("PutParameter", R"({"Name":"plain","Type":"String","Value":"canary"})");
  Call("PutParameter", R"({"Name":"secure","Type":"SecureString","Value":"canary"})");
  EXPECT_THAT(Call("GetParameter", R"({"Name":"plain"})").body, HasSubstr("canary"));
  EXPECT_THAT(Call("GetParameter", R"({"Name":"secure"})").body, Not(HasSubstr("canary")));
  const auto answer = json::Parse(Call("GetParameter", R"({"Name":"secure:1","WithDecryption":true})").body);
  ASSERT_TRUE(answer);
  const json::Value* parameter = answer->Find("Parameter");
  ASSERT_NE(parameter, nullptr);
  EXPECT_EQ(parameter->FindString("Value"), "canary");
  EXPECT_EQ(parameter->FindString("Type"), "SecureString");
  EXPECT_EQ(parameter->FindString("Selector"), ":1");
  EXPECT_EQ(parameter->FindString("ARN"), "arn:aws:ssm:eu-central-1:000000000000:parameter/secure");
  EXPECT_EQ(parameter->FindString("DataType"), "text");
}

TEST_F(ParameterStoreServiceTest, MistakesHaveTheServicesNames) {
  Call("PutParameter", R"({"Name":"a","Type":"String","Value":"x"})");
  const std::tuple<const char*, std::string, const char*> cases[] = {
      {"PutParameter", R"({"Name":"a","Type":"String","Value":"x"})", "ParameterAlreadyExists"},
      {"PutParameter", R"({"Name":"b","Value":"x"})", "A parameter type is required"},
      {"PutParameter", R"({"Name":"b","Type":"Text","Value":"x"})", "enum value set"},
      {"PutParameter", R"({"Name":"b c","Type":"String","Value":"x"})", "ValidationException"},
      {"PutParameter", R"({"Name":"b/c","Type":"String","Value":"x"})", "fully qualified name"},
      {"PutParameter", R"({"Name":"/aws/x","Type":"String","Value":"x"})", "reserved parameter name"},
      {"PutParameter", R"({"Name":"b","Type":"String","Value":""})", "length greater than"},
      {"PutParameter", Concat(R"({"Name":"b","Type":"String","Value":")", std::string(4097, 'x'), "\"}"), "4096"},
      {"GetParameter", "[]", "SerializationException"},
      {"DeleteParameter", R"({"Name":"b"})", "ParameterNotFound"},
      {"RegisterDocument", "{}", "It offers AddTagsToResource, DeleteParameter, "},
  };
  for (const auto& [operation, body, text] : cases) {
    const http::Response response = Call(operation, body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_THAT(response.body, HasSubstr(text));
  }
  EXPECT_EQ(Call("PutParameter",
                 Concat(R"({"Name":"b","Type":"String","Tier":"Advanced","Value":")", std::string(8192, 'x'), "\"}"))
                .status,
            200);
  EXPECT_EQ(Call("DeleteParameter", R"({"Name":"a"})").status, 200);
  EXPECT_THAT(Read("a").error().message, HasSubstr("ParameterNotFound"));
}

TEST_F(ParameterStoreServiceTest, MistakesOfTheOtherOperations) {
  Call("PutParameter", R"({"Name":"/a/b","Type":"String","Value":"x","AllowedPattern":"[a-z]"})");
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"PutParameter", R"({"Name":"/a/b","Value":"y","Overwrite":true,"Tags":[{"Key":"k","Value":"v"}]})",
       "tags and overwrite can't be used together"},
      {"PutParameter", R"({"Name":"/a/c","Type":"String","Value":"1","AllowedPattern":"[a-z]"})",
       "cannot be validated against allowedPattern: [a-z]"},
      {"PutParameter", R"({"Name":"/a/c","Type":"String","Value":"1","AllowedPattern":"["})", "InvalidAllowedPattern"},
      {"GetParameters", R"({"Names":[]})", "'names'"},
      {"GetParameters", R"({"Names":["1","2","3","4","5","6","7","8","9","10","11"]})", "'names'"},
      {"DeleteParameters", "{}", "'names'"},
      {"GetParametersByPath", R"({"Path":"a"})", "must begin with a forward slash"},
      {"GetParametersByPath", R"({"Path":"/a","MaxResults":11})", "'maxResults'"},
      {"GetParametersByPath", R"({"Path":"/a","NextToken":"%"})", "InvalidNextToken"},
      {"DescribeParameters", R"({"MaxResults":51})", "'maxResults'"},
      {"DescribeParameters", R"({"ParameterFilters":[{"Key":"Colour","Values":["x"]}]})", "InvalidFilterKey"},
      {"GetParameterHistory", R"({"Name":"/none"})", "ParameterNotFound"},
      {"LabelParameterVersion", R"({"Name":"/none","Labels":["l"]})", "ParameterNotFound"},
      {"LabelParameterVersion", R"({"Name":"/a/b","ParameterVersion":9,"Labels":["l"]})", "ParameterVersionNotFound"},
      {"LabelParameterVersion", R"({"Name":"/a/b","Labels":["a","b","c","d","e","f","g","h","i","j","k"]})",
       "LabelLimitExceeded"},
      {"UnlabelParameterVersion", R"({"Name":"/none","Labels":["l"]})", "ParameterNotFound"},
      {"AddTagsToResource", R"({"ResourceType":"Document","ResourceId":"/a/b"})", "InvalidResourceType"},
      {"ListTagsForResource", R"({"ResourceType":"Parameter","ResourceId":"/none"})", "InvalidResourceId"},
  };
  for (const auto& [operation, body, text] : cases) {
    const http::Response response = Call(operation, body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_THAT(response.body, HasSubstr(text));
  }
}

TEST_F(ParameterStoreServiceTest, LabelsMoveAndGo) {
  Call("PutParameter", R"({"Name":"a","Type":"String","Value":"one"})");
  Call("PutParameter", R"({"Name":"a","Value":"two","Overwrite":true})");
  EXPECT_EQ(Call("LabelParameterVersion", R"({"Name":"a","ParameterVersion":1,"Labels":["good","1st","aws-x"]})").body,
            R"({"InvalidLabels":["1st","aws-x"],"ParameterVersion":1})");
  EXPECT_EQ(Read("a:good")->Reveal(), "one");
  Call("LabelParameterVersion", R"({"Name":"a","Labels":["good"]})");
  EXPECT_EQ(Read("a:good")->Reveal(), "two");
  EXPECT_EQ(Call("UnlabelParameterVersion", R"({"Name":"a","ParameterVersion":2,"Labels":["good","none"]})").body,
            R"({"RemovedLabels":["good"],"InvalidLabels":["none"]})");
  EXPECT_THAT(Read("a:good").error().message, HasSubstr("ParameterVersionNotFound"));
  // What was deleted leaves nothing to the next one of its name.
  Call("AddTagsToResource", R"({"ResourceType":"Parameter","ResourceId":"a","Tags":[{"Key":"k","Value":"v"}]})");
  Call("DeleteParameter", R"({"Name":"a"})");
  Call("PutParameter", R"({"Name":"a","Type":"String","Value":"new"})");
  EXPECT_EQ(Call("ListTagsForResource", R"({"ResourceType":"Parameter","ResourceId":"a"})").body, R"({"TagList":[]})");
}

TEST_F(ParameterStoreServiceTest, PathsAndFilters) {
  for (const char* name : {"/a/b", "/a/b/c", "/ab", "plain"}) {
    Call("PutParameter", Concat(R"({"Name":")", name, R"(","Type":"String","Value":"x"})"));
  }
  Call("AddTagsToResource", R"({"ResourceType":"Parameter","ResourceId":"/ab","Tags":[{"Key":"k","Value":"v"}]})");
  const auto count = [this](const char* operation, const std::string& body, const char* member) {
    const auto answer = json::Parse(Call(operation, body).body);
    const json::Value* list = answer ? answer->Find(member) : nullptr;
    return list == nullptr || list->AsArray() == nullptr ? -1 : static_cast<int>(list->AsArray()->size());
  };
  EXPECT_EQ(count("GetParametersByPath", R"({"Path":"/a"})", "Parameters"), 1);
  EXPECT_EQ(count("GetParametersByPath", R"({"Path":"/a/","Recursive":true})", "Parameters"), 2);
  EXPECT_EQ(count("GetParametersByPath", R"({"Path":"/","Recursive":true})", "Parameters"), 4);
  const std::pair<const char*, int> filters[] = {
      {R"({"Key":"Name","Values":["/a/b"]})", 1},
      {R"({"Key":"Name","Option":"BeginsWith","Values":["/a"]})", 3},
      {R"({"Key":"Name","Option":"Contains","Values":["b/c"]})", 1},
      {R"({"Key":"Path","Option":"Recursive","Values":["/a"]})", 2},
      {R"({"Key":"tag:k","Values":["v"]})", 1},
      {R"({"Key":"tag:k","Values":["w"]})", 0},
      {R"({"Key":"Tier","Values":["Standard"]})", 4},
  };
  for (const auto& [filter, expected] : filters) {
    EXPECT_EQ(count("DescribeParameters", Concat(R"({"ParameterFilters":[)", filter, "]}"), "Parameters"), expected)
        << filter;
  }
}

TEST_F(ParameterStoreServiceTest, SignaturesAreVerified) {
  const http::Request unsigned_one{"POST", "", "/", {{"X-Amz-Target", "AmazonSSM.GetParameter"}}, "{}"};
  EXPECT_THAT(service_.Handle(unsigned_one).body, HasSubstr("MissingAuthenticationTokenException"));
}

}  // namespace
}  // namespace genesys_cfn::emulator

// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/stack_resources.h"

#include <optional>
#include <variant>

#include "base/text.h"
#include "emulator/aws/object_store.h"
#include "emulator/aws/parameter_operations.h"
#include "emulator/aws/secret_store.h"

namespace genesys_cfn::emulator {
namespace {

// What a stack has made, within one transaction.
class Ownership {
 public:
  Ownership(Transaction& transaction, std::string_view kind, std::string_view owner)
      : transaction_(transaction), kind_(kind), owner_(owner) {}

  [[nodiscard]] bool Has(std::string_view name) const { return SourceOf(name).has_value(); }
  // What was noted with it; nullopt when this owner has not made it.
  [[nodiscard]] std::optional<std::string> SourceOf(std::string_view name) const {
    Statement row = transaction_.Query("SELECT source FROM stack_owned WHERE kind = ? AND name = ? AND owner = ?",
                                       kind_, name, owner_);
    return row.Step() ? std::optional(row.Text(0)) : std::nullopt;
  }
  void Note(std::string_view name, std::string_view source = "") {
    transaction_.Execute("INSERT OR REPLACE INTO stack_owned VALUES (?, ?, ?, ?)", kind_, name, owner_, source);
  }
  void Forget(std::string_view name) {
    transaction_.Execute("DELETE FROM stack_owned WHERE kind = ? AND name = ? AND owner = ?", kind_, name, owner_);
  }

 private:
  Transaction& transaction_;
  std::string_view kind_;
  std::string_view owner_;
};

Error Taken(std::string_view name) {
  return {ErrorCode::kConflict, Concat(name, " exists already")};
}

}  // namespace

class StackResources::Secrets final : public SecretResources {
 public:
  explicit Secrets(const Parts& parts) : parts_(parts) {}

  Result<void> Put(const WantedSecret& secret, std::string_view owner) override {
    return parts_.database.Run([&](Transaction& transaction) -> Result<void> {
      SecretStore store(transaction);
      Ownership ownership(transaction, "secret", owner);
      const int64_t now = ToEpochMilliseconds(parts_.clock.Now());
      const auto existing = store.FindByName(secret.name);
      if (existing.has_value() && !ownership.Has(secret.arn)) return Taken(secret.name);
      if (!existing.has_value()) store.Add({secret.name, secret.arn, secret.description, "", now, now});
      transaction.Execute("UPDATE secrets SET description = ?, changed_ms = ? WHERE name = ? AND description <> ?",
                          secret.description, now, secret.name, secret.description);
      const bool written = existing.has_value() && ownership.SourceOf(secret.arn) == secret.value_source;
      if (written) return {};
      const SecretVersion version{RandomUuid(parts_.random), secret.value, std::nullopt, now, {}};
      store.AddVersion(secret.name, version);
      store.MoveStage(secret.name, kCurrentStage, version.id);
      ownership.Note(secret.arn, secret.value_source);
      return {};
    });
  }

  Result<void> Delete(std::string_view arn, std::string_view owner) override {
    return parts_.database.Run([&](Transaction& transaction) {
      SecretStore store(transaction);
      Ownership ownership(transaction, "secret", owner);
      const auto existing = store.FindByArn(arn);
      if (existing.has_value() && ownership.Has(arn)) store.Remove(existing->name);
      ownership.Forget(arn);
    });
  }

 private:
  const Parts parts_;
};

class StackResources::Parameters final : public ParameterResources {
 public:
  explicit Parameters(const Parts& parts) : parts_(parts) {}

  Result<void> Put(const WantedParameter& parameter, std::string_view owner) override {
    return parts_.database.Run([&](Transaction& transaction) -> Result<void> {
      ParameterOperations operations(transaction, parts_.identity, parts_.clock.Now());
      Ownership ownership(transaction, "parameter", owner);
      const bool owned = ownership.Has(parameter.name);
      const auto outcome = operations.PutParameter(json::Object{{"Name", parameter.name},
                                                                {"Type", parameter.type},
                                                                {"Value", parameter.value},
                                                                {"Description", parameter.description},
                                                                {"Overwrite", owned}});
      if (const auto* error = std::get_if<JsonServiceError>(&outcome)) {
        const bool taken = error->type == "ParameterAlreadyExists";
        return Error{taken ? ErrorCode::kConflict : ErrorCode::kInvalidInput, error->message};
      }
      ownership.Note(parameter.name);
      return {};
    });
  }

  Result<void> Delete(std::string_view name, std::string_view owner) override {
    return parts_.database.Run([&](Transaction& transaction) {
      Ownership ownership(transaction, "parameter", owner);
      if (ownership.Has(name)) {
        // One that is gone already is as well.
        static_cast<void>(ParameterOperations(transaction, parts_.identity, parts_.clock.Now())
                              .DeleteParameter(json::Object{{"Name", name}}));
      }
      ownership.Forget(name);
    });
  }

 private:
  const Parts parts_;
};

class StackResources::Buckets final : public BucketResources {
 public:
  explicit Buckets(const Parts& parts) : parts_(parts) {}

  Result<void> Make(std::string_view bucket, Versions versions, std::string_view owner) override {
    return parts_.database.Run([&](Transaction& transaction) -> Result<void> {
      ObjectStore store(transaction);
      Ownership ownership(transaction, "bucket", owner);
      const bool exists = store.HasBucket(bucket);
      if (exists && !ownership.Has(bucket)) return Taken(bucket);
      if (!exists) store.AddBucket(bucket, ToEpochMilliseconds(parts_.clock.Now()));
      if (versions == Versions::kKept) store.SetVersioning(bucket, Versioning::kEnabled);
      if (versions == Versions::kSuspended) store.SetVersioning(bucket, Versioning::kSuspended);
      ownership.Note(bucket);
      return {};
    });
  }

  Result<void> Delete(std::string_view bucket, std::string_view owner) override {
    return parts_.database.Run([&](Transaction& transaction) -> Result<void> {
      ObjectStore store(transaction);
      Ownership ownership(transaction, "bucket", owner);
      if (!ownership.Has(bucket)) return {};
      if (!store.IsEmpty(bucket)) return Error{ErrorCode::kConflict, "the bucket is not empty"};
      store.RemoveBucket(bucket);
      ownership.Forget(bucket);
      return {};
    });
  }

 private:
  const Parts parts_;
};

class StackResources::Objects final : public ObjectReader {
 public:
  explicit Objects(Database& database) : database_(database) {}

  Result<std::string> ReadObject(std::string_view bucket, std::string_view key, std::string_view version) override {
    return database_.Run([&](Transaction& transaction) -> Result<std::string> {
      const ObjectStore store(transaction);
      if (!store.HasBucket(bucket)) return Missing("NoSuchBucket", "The specified bucket does not exist");
      const auto object = version.empty() ? store.Newest(bucket, key) : store.Find(bucket, key, version);
      if (object.has_value() && !object->is_delete_marker) return object->body;
      if (version.empty()) return Missing("NoSuchKey", "The specified key does not exist.");
      return Missing("NoSuchVersion", "The specified version does not exist.");
    });
  }

 private:
  static Error Missing(std::string_view code, std::string_view message) {
    return {ErrorCode::kNotFound, Concat("S3 Error Code: ", code, ". S3 Error Message: ", message)};
  }

  Database& database_;
};

StackResources::StackResources(const Parts& parts)
    : secrets_(std::make_unique<Secrets>(parts)),
      parameters_(std::make_unique<Parameters>(parts)),
      buckets_(std::make_unique<Buckets>(parts)),
      objects_(std::make_unique<Objects>(parts.database)) {}

StackResources::~StackResources() = default;

std::string_view StackResources::Schema() {
  return R"sql(
CREATE TABLE stack_owned (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT;
)sql";
}

SecretResources& StackResources::secrets() {
  return *secrets_;
}
ParameterResources& StackResources::parameters() {
  return *parameters_;
}
BucketResources& StackResources::buckets() {
  return *buckets_;
}
ObjectReader& StackResources::objects() {
  return *objects_;
}

}  // namespace genesys_cfn::emulator

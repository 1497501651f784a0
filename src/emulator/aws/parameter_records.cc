// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/parameter_records.h"

namespace genesys_cfn::emulator {
namespace {

ParameterVersion VersionIn(const Statement& row) {
  return {row.Text(0), row.Integer(1), row.Text(2), row.Text(3),   row.Text(4),
          row.Text(5), row.Text(6),    row.Text(7), row.Integer(8)};
}

std::optional<ParameterVersion> FirstOf(Statement row) {
  if (!row.Step()) return std::nullopt;
  return VersionIn(row);
}

}  // namespace

std::string_view ParameterRecords::Schema() {
  return R"sql(
CREATE TABLE parameters (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  description TEXT NOT NULL,
  allowed_pattern TEXT NOT NULL,
  tier TEXT NOT NULL,
  data_type TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  PRIMARY KEY (name, version)
);
CREATE TABLE parameter_labels (
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (name, label),
  FOREIGN KEY (name, version) REFERENCES parameters (name, version) ON DELETE CASCADE
);
CREATE TABLE parameter_tags (
  name TEXT PRIMARY KEY,
  tags TEXT NOT NULL
);
)sql";
}

std::optional<ParameterVersion> ParameterRecords::Newest(std::string_view name) const {
  return FirstOf(transaction_.Query(
      "SELECT name, version, type, value, description, allowed_pattern, tier, data_type, modified_ms FROM parameters "
      "WHERE name = ? ORDER BY version DESC LIMIT 1",
      name));
}

std::optional<ParameterVersion> ParameterRecords::Find(std::string_view name, int64_t version) const {
  return FirstOf(transaction_.Query(
      "SELECT name, version, type, value, description, allowed_pattern, tier, data_type, modified_ms FROM parameters "
      "WHERE name = ? AND version = ?",
      name, version));
}

std::vector<ParameterVersion> ParameterRecords::History(std::string_view name) const {
  std::vector<ParameterVersion> versions;
  Statement row = transaction_.Query(
      "SELECT name, version, type, value, description, allowed_pattern, tier, data_type, modified_ms FROM parameters "
      "WHERE name = ? ORDER BY version",
      name);
  while (row.Step()) versions.push_back(VersionIn(row));
  return versions;
}

std::vector<ParameterVersion> ParameterRecords::List(std::string_view after, size_t limit,
                                                     const std::function<bool(const ParameterVersion&)>& wanted) const {
  std::vector<ParameterVersion> parameters;
  Statement row = transaction_.Query(
      "SELECT name, version, type, value, description, allowed_pattern, tier, data_type, modified_ms "
      "FROM parameters AS one WHERE name > ? AND version = (SELECT max(version) FROM parameters WHERE name = one.name) "
      "ORDER BY name",
      after);
  while (parameters.size() < limit && row.Step()) {
    ParameterVersion parameter = VersionIn(row);
    if (wanted(parameter)) parameters.push_back(std::move(parameter));
  }
  return parameters;
}

void ParameterRecords::Add(const ParameterVersion& parameter, int64_t kept) {
  transaction_.Execute(
      "INSERT INTO parameters (name, version, type, value, description, allowed_pattern, tier, data_type, modified_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      parameter.name, parameter.version, parameter.type, parameter.value, parameter.description,
      parameter.allowed_pattern, parameter.tier, parameter.data_type, parameter.modified_ms);
  transaction_.Execute("DELETE FROM parameters WHERE name = ? AND version <= ?", parameter.name,
                       parameter.version - kept);
}

bool ParameterRecords::Remove(std::string_view name) {
  transaction_.Execute("DELETE FROM parameter_tags WHERE name = ?", name);
  return transaction_.Execute("DELETE FROM parameters WHERE name = ?", name) > 0;
}

std::vector<std::string> ParameterRecords::Labels(std::string_view name, int64_t version) const {
  std::vector<std::string> labels;
  Statement row = transaction_.Query("SELECT label FROM parameter_labels WHERE name = ? AND version = ? ORDER BY label",
                                     name, version);
  while (row.Step()) labels.push_back(row.Text(0));
  return labels;
}

std::optional<int64_t> ParameterRecords::VersionOf(std::string_view name, std::string_view label) const {
  Statement row = transaction_.Query("SELECT version FROM parameter_labels WHERE name = ? AND label = ?", name, label);
  if (!row.Step()) return std::nullopt;
  return row.Integer(0);
}

void ParameterRecords::SetLabel(std::string_view name, std::string_view label, int64_t version) {
  transaction_.Execute(
      "INSERT INTO parameter_labels (name, label, version) VALUES (?, ?, ?) "
      "ON CONFLICT (name, label) DO UPDATE SET version = excluded.version",
      name, label, version);
}

void ParameterRecords::RemoveLabel(std::string_view name, std::string_view label) {
  transaction_.Execute("DELETE FROM parameter_labels WHERE name = ? AND label = ?", name, label);
}

std::string ParameterRecords::Tags(std::string_view name) const {
  Statement row = transaction_.Query("SELECT tags FROM parameter_tags WHERE name = ?", name);
  return row.Step() ? row.Text(0) : std::string();
}

void ParameterRecords::SetTags(std::string_view name, std::string_view tags) {
  transaction_.Execute(
      "INSERT INTO parameter_tags (name, tags) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET tags = excluded.tags",
      name, tags);
}

}  // namespace genesys_cfn::emulator

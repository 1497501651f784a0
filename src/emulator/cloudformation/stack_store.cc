// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/stack_store.h"

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/cloudformation/change_set_json.h"
#include "emulator/cloudformation/stack_json.h"

namespace genesys_cfn::emulator::stack_store {
namespace {

// What cannot be read was not written by us: the transaction is given up.
template <typename T>
T Need(Result<T> result, std::string_view what) {
  if (!result.has_value()) throw DatabaseError(Concat(what, ": ", result.error().message));
  return std::move(result).value();
}

void LoadStacks(Transaction& transaction, Loaded& loaded) {
  auto rows = transaction.Query("SELECT data FROM stacks");
  while (rows.Step()) {
    StackRecord record = Need(stack_json::ReadStack(rows.Text(0)), "a stack's record is damaged");
    const std::string id = record.id;
    loaded.stacks[id].record = std::move(record);
  }
}

ResourceRecord ResourceOf(const std::string& data) {
  return Need(stack_json::ReadResource(data), "a resource's record is damaged");
}

void LoadResources(Transaction& transaction, Loaded& loaded) {
  auto rows = transaction.Query(
      "SELECT stack_id, stack_resources.data FROM stack_resources JOIN stacks ON stacks.id = stack_id"
      " WHERE stacks.status <> ?",
      ToString(StackStatus::kDeleteComplete));
  while (rows.Step()) {
    ResourceRecord resource = ResourceOf(rows.Text(1));
    StackState& stack = loaded.stacks[rows.Text(0)];
    stack.masks_attributes = stack.masks_attributes || resource.state.no_echo;
    const std::string key = resource.key;
    stack.resources.emplace(key, std::move(resource));
  }
}

void LoadChangeSets(Transaction& transaction, Loaded& loaded) {
  auto rows = transaction.Query("SELECT data FROM change_sets");
  while (rows.Step()) {
    ChangeSetRecord record = Need(change_set_json::Read(rows.Text(0)), "a change set's record is damaged");
    ChangeSets& change_sets = loaded.stacks[record.stack_id].change_sets;
    const std::string id = record.id;
    change_sets[id] = std::make_shared<const ChangeSetRecord>(std::move(record));
  }
}

void LoadExports(Transaction& transaction, Loaded& loaded) {
  auto rows = transaction.Query("SELECT name, value, stack_id FROM exports");
  while (rows.Step()) loaded.exports[rows.Text(0)] = {rows.Text(0), rows.Text(1), rows.Text(2)};
}

std::string UrlKey(Transaction& transaction, Random& random) {
  {
    auto row = transaction.Query("SELECT value FROM cloudformation_settings WHERE name = 'response_url_key'");
    if (row.Step()) return row.Text(0);
  }
  std::string key = RandomText(random, "0123456789abcdef", 64);
  transaction.Execute("INSERT INTO cloudformation_settings (name, value) VALUES ('response_url_key', ?)", key);
  return key;
}

void WriteEvent(Transaction& transaction, const StackEvent& event) {
  transaction.Execute(
      "INSERT INTO stack_events (sequence, event_id, stack_id, stack_name, logical_id, physical_id, resource_type, "
      "time,"
      " status, reason, properties, client_request_token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      event.sequence, event.event_id, event.stack_id, event.stack_name, event.logical_id, event.physical_id,
      event.resource_type, ToEpochMilliseconds(event.time), event.status, event.reason, event.properties,
      event.client_request_token);
}

void WriteResource(Transaction& transaction, const StackState& stack, const std::string& key) {
  const auto found = stack.resources.find(key);
  if (found == stack.resources.end()) {
    transaction.Execute("DELETE FROM stack_resources WHERE stack_id = ? AND key = ?", stack.record.id, key);
    return;
  }
  const std::string data = stack_json::WriteResource(found->second);
  transaction.Execute(
      "INSERT INTO stack_resources (stack_id, key, status, physical_id, request_id, data) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (stack_id, key) DO UPDATE SET status = excluded.status, physical_id = excluded.physical_id,"
      " request_id = excluded.request_id, data = excluded.data",
      stack.record.id, key, ToString(found->second.status), found->second.state.physical_id, found->second.request_id,
      data);
}

void WriteChangeSets(Transaction& transaction, const ChangeSets& before, const ChangeSets& now) {
  for (const auto& [id, record] : before) {
    if (!now.contains(id)) transaction.Execute("DELETE FROM change_sets WHERE id = ?", id);
  }
  for (const auto& [id, record] : now) {
    const auto former = before.find(id);
    if (former != before.end() && former->second == record) continue;
    transaction.Execute(
        "INSERT INTO change_sets (id, stack_id, data) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET data = excluded.data",
        id, record->stack_id, change_set_json::Write(*record));
  }
}

StackEvent EventOf(const Statement& row) {
  StackEvent event;
  event.sequence = row.Integer(0);
  event.event_id = row.Text(1);
  event.stack_id = row.Text(2);
  event.stack_name = row.Text(3);
  event.logical_id = row.Text(4);
  event.physical_id = row.Text(5);
  event.resource_type = row.Text(6);
  event.time = FromEpochMilliseconds(row.Integer(7));
  event.status = row.Text(8);
  event.reason = row.Text(9);
  event.properties = row.Text(10);
  event.client_request_token = row.Text(11);
  return event;
}

constexpr std::string_view kEventColumns =
    "SELECT sequence, event_id, stack_id, stack_name, logical_id, physical_id, resource_type, time, status, reason,"
    " properties, client_request_token FROM stack_events WHERE stack_id = ?";

}  // namespace

// A resource row with '#' in its key is an old physical id that awaits its Delete; one with a request id waits for the
// answer to it.
std::string_view Schema() {
  return R"sql(
CREATE TABLE stacks (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE TABLE stack_resources (
  stack_id TEXT NOT NULL REFERENCES stacks (id),
  key TEXT NOT NULL,
  status TEXT NOT NULL,
  physical_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (stack_id, key)
) STRICT;
CREATE TABLE stack_events (
  sequence INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  stack_id TEXT NOT NULL REFERENCES stacks (id),
  stack_name TEXT NOT NULL,
  logical_id TEXT NOT NULL,
  physical_id TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  time INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  properties TEXT NOT NULL,
  client_request_token TEXT NOT NULL
) STRICT;
CREATE INDEX stack_events_by_stack ON stack_events (stack_id, sequence);
CREATE TABLE change_sets (
  id TEXT PRIMARY KEY,
  stack_id TEXT NOT NULL REFERENCES stacks (id),
  data TEXT NOT NULL
) STRICT;
CREATE TABLE exports (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  stack_id TEXT NOT NULL REFERENCES stacks (id)
) STRICT;
CREATE TABLE cloudformation_settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
)sql";
}

Result<Loaded> Load(Database& database, Random& random) {
  return database.Run([&random](Transaction& transaction) {
    Loaded loaded;
    LoadStacks(transaction, loaded);
    LoadResources(transaction, loaded);
    LoadChangeSets(transaction, loaded);
    LoadExports(transaction, loaded);
    auto last = transaction.Query("SELECT max(sequence) FROM stack_events");
    if (last.Step()) loaded.last_event = last.Integer(0);
    loaded.url_key = UrlKey(transaction, random);
    return loaded;
  });
}

void Write(Transaction& transaction, const StackChange& change) {
  const StackState& stack = change.stack();
  if (change.record_changed()) {
    const std::string data = stack_json::WriteStack(stack.record);
    transaction.Execute(
        "INSERT INTO stacks (id, name, status, data) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET status = excluded.status, data = excluded.data",
        stack.record.id, stack.record.name, ToString(stack.record.status), data);
  }
  for (const auto& [key, before] : change.touched()) WriteResource(transaction, stack, key);
  if (change.change_sets_before().has_value()) {
    WriteChangeSets(transaction, *change.change_sets_before(), stack.change_sets);
  }
  for (const StackEvent& event : change.events()) WriteEvent(transaction, event);
  if (!change.exports().has_value()) return;
  transaction.Execute("DELETE FROM exports WHERE stack_id = ?", stack.record.id);
  for (const ExportRecord& entry : *change.exports()) {
    transaction.Execute("INSERT INTO exports (name, value, stack_id) VALUES (?, ?, ?)", entry.name, entry.value,
                        entry.stack_id);
  }
}

Result<std::map<std::string, ResourceRecord>> ReadResources(Database& database, std::string_view stack_id) {
  return database.Run([stack_id](Transaction& transaction) {
    std::map<std::string, ResourceRecord> resources;
    auto rows = transaction.Query("SELECT key, data FROM stack_resources WHERE stack_id = ?", stack_id);
    while (rows.Step()) resources.emplace(rows.Text(0), ResourceOf(rows.Text(1)));
    return resources;
  });
}

Result<std::vector<StackEvent>> ReadEvents(Database& database, const EventQuery& query) {
  return database.Run([&query](Transaction& transaction) {
    const int64_t limit = static_cast<int64_t>(query.limit);
    const std::string sql = query.after.has_value()
                                ? Concat(kEventColumns, " AND sequence > ? ORDER BY sequence LIMIT ?")
                                : Concat(kEventColumns,
                                         " AND sequence < ? ORDER BY sequence DESC"
                                         " LIMIT ?");
    const int64_t from = query.after.value_or(query.before.value_or(INT64_MAX));
    auto rows = transaction.Query(sql, query.stack_id, from, limit);
    std::vector<StackEvent> events;
    while (rows.Step()) events.push_back(EventOf(rows));
    return events;
  });
}

}  // namespace genesys_cfn::emulator::stack_store

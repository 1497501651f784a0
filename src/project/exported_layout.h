// SPDX-License-Identifier: Apache-2.0
// What everything of an exported family is called, in which template it stands, and what it refers to by name. Internal
// to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "project/exported_family.h"
#include "project/names.h"

namespace genesys_cfn::project {

// By name and id, the authentication actions as their integrations.
void Sort(ExportedFamily& family);

// "customAuth_-_" and the integration's id (genesys-cloud-api.md 3.6).
std::string LoginId(const std::string& integration_id);

class ExportedLayout {
 public:
  struct Standing {
    std::string logical_id;
    size_t number = 0;  // of its template
  };

  // The family is sorted, and outlives this.
  explicit ExportedLayout(const ExportedFamily& family);

  // Of what is exported, by its id in Genesys Cloud.
  [[nodiscard]] const Standing& Of(const std::string& id) const { return standings_.at(id); }
  // nullptr when it is not exported, or stands in another template: then there is no !Ref.
  [[nodiscard]] const Standing* Here(const std::string& id, size_t number) const;
  // Actions that are looked up because an exported one refers to them, by id.
  [[nodiscard]] const std::map<std::string, const OtherAction*>& lookups() const { return lookups_; }
  // The ids in the definition of this action that names stand for: id -> logical id.
  [[nodiscard]] std::map<std::string, std::string> LinksOf(const std::string& action_id) const;
  [[nodiscard]] std::string IntegrationName(const std::string& id) const;

  [[nodiscard]] size_t template_count() const { return template_count_; }
  [[nodiscard]] std::string TemplateName(size_t number) const;
  // A name for a parameter, which nothing else has.
  std::string Take(const std::string& name) { return names_.Take(name); }

 private:
  void Reserve(const std::string& id, const std::string& logical_id);
  void FindLookups();
  void LinkActions();

  const ExportedFamily& family_;
  UniqueNames names_{""};
  size_t placed_ = 0;
  size_t template_count_ = 1;
  std::map<std::string, Standing> standings_;
  std::map<std::string, const OtherAction*> lookups_;
  std::map<std::string, std::map<std::string, std::string>> links_;
};

}  // namespace genesys_cfn::project

// SPDX-License-Identifier: Apache-2.0
#include "cli/export_owners.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kLoginPrefix = "customAuth_-_";  // genesys-cloud-api.md 3.6
constexpr std::string_view kNotAsked =
    "a stack made it, by its ownership tag, and may have it; --target aws asks the stacks of an account and region";

class Sieve {
 public:
  Sieve(ExportReading& reading, const std::optional<StackBook>& book) : reading_(reading), book_(book) {}

  std::vector<LeftOut> Run() {
    project::ExportedFamily& family = reading_.family;
    std::erase_if(family.actions, [this](const project::ExportedAction& one) { return TakesAction(one); });
    std::erase_if(family.integrations, [this](const auto& one) { return Takes(one.id, one.name); });
    std::erase_if(family.credentials, [this](const auto& one) { return Takes(one.id, one.name) || IsUnused(one); });
    std::erase_if(family.logins, [this](const project::ExportedLogin& one) { return TakesLogin(one); });
    return std::move(notes_);
  }

 private:
  std::optional<definition::OwnershipTag> TagOf(const std::string& id) const {
    const auto found = reading_.tags.find(id);
    return found == reading_.tags.end() ? std::nullopt : std::optional(found->second);
  }

  // Whether it is left out.
  bool Takes(const std::string& id, const std::string& name) {
    const auto tag = TagOf(id);
    const std::string why =
        book_ ? WhyNotAdoptable(*book_, id, tag) : std::string(tag ? kNotAsked : std::string_view());
    if (!why.empty()) {
      reading_.left_out.push_back({id, name, why});
    } else if (tag) {
      Note(id, name, *tag);
    }
    return !why.empty();
  }

  void Note(const std::string& id, const std::string& name, const definition::OwnershipTag& tag) {
    const Orphan orphan = book_->Judge(id, name, tag);
    const std::string maker = orphan.stack_name.empty()
                                  ? std::string("a stack that is gone")
                                  : Concat("the stack resource ", orphan.stack_name, ".", orphan.logical_id);
    notes_.push_back({id, name, Concat(maker, " made it, by its ownership tag, and no stack has it any longer")});
  }

  bool TakesAction(const project::ExportedAction& one) {
    const definition::DataAction& action = one.action;
    if (!Takes(one.id, action.name)) return false;
    reading_.family.others.push_back(
        {one.id, action.name, action.category.value_or(""), action.integration_id.value_or(""), one.integration_name});
    return true;
  }

  bool IsUnused(const project::ExportedCredential& credential) {
    for (const project::ExportedIntegration& integration : reading_.family.integrations) {
      for (const auto& [slot, id] : integration.credentials) {
        if (id == credential.id) return false;
      }
    }
    reading_.left_out.push_back({credential.id, credential.name, "no integration that is exported uses it"});
    return true;
  }

  bool TakesLogin(const project::ExportedLogin& login) {
    const auto& all = reading_.family.integrations;
    const auto integration =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == login.integration_id; });
    const std::string id = Concat(kLoginPrefix, login.integration_id);
    if (Takes(id, integration == all.end() ? "" : integration->name)) return true;
    if (integration != all.end()) return false;
    reading_.left_out.push_back({id, "", "its integration is left out"});
    return true;
  }

  ExportReading& reading_;
  const std::optional<StackBook>& book_;
  std::vector<LeftOut> notes_;
};

}  // namespace

std::vector<LeftOut> LeaveOutWhatStacksHave(ExportReading& reading, const std::optional<StackBook>& book) {
  return Sieve(reading, book).Run();
}

}  // namespace genesys_cfn::cli

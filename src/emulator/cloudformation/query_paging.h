// SPDX-License-Identifier: Apache-2.0
// Lists in pages. A NextToken holds the key of the last item before it, so a list that changes between two pages gives
// no item twice and none is lost that was there all the time.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"
#include "emulator/cloudformation/query_call.h"

namespace genesys_cfn::emulator {

inline constexpr size_t kItemsAPage = 100;

// The text in the request's NextToken; nullopt without one. kInvalidInput when this service has not given it.
Result<std::optional<std::string>> NextTokenOf(const Call& call);

// Writes <list> with a page of the items, each by `write`, and <NextToken> if more follow. `key` gives different texts
// in ascending order.
template <typename Item, typename Key, typename Write>
Result<void> WritePage(Call& call, std::string_view list, const std::vector<Item>& items, const Key& key,
                       const Write& write) {
  TRY_ASSIGN(const std::optional<std::string> after, NextTokenOf(call));
  auto item = items.begin();
  if (after.has_value()) {
    item = std::find_if(items.begin(), items.end(), [&](const Item& candidate) { return key(candidate) > *after; });
  }
  call.xml.Open(list);
  std::string last;
  for (size_t count = 0; count < kItemsAPage && item != items.end(); ++count, ++item) {
    write(*item);
    last = key(*item);
  }
  call.xml.Close();
  if (item != items.end()) call.xml.Element("NextToken", HexEncode(last));
  return {};
}

// For a list whose items have no key that lasts: they are told by their place. Only for lists that never change.
std::string PlaceKey(size_t place);

}  // namespace genesys_cfn::emulator

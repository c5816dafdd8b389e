#include "viewer/map/lens.h"

#include <algorithm>

#include "geo/expect.h"

namespace placewright::viewer {
namespace {

/// Filled before main() by the rows; their addresses stay.
std::list<Lens>& registered() {
  static std::list<Lens> list;
  return list;
}

}  // namespace

LensRow::LensRow(const Lens& lens) {
  auto& list = registered();
  list.insert(
      std::find_if(list.begin(), list.end(), [&](const auto& other) { return other.rank > lens.rank; }),
      lens);
}

const std::list<Lens>& lenses() { return registered(); }

std::vector<const Lens*> lens_tabs() {
  std::vector<const Lens*> tabs;
  for (const auto& lens : lenses())
    if (tabs.empty() || std::string_view(tabs.back()->tab_word()) != lens.tab_word()) tabs.push_back(&lens);
  return tabs;
}

std::vector<const Lens*> lenses_by_key() {
  std::vector<const Lens*> order;
  for (const auto& lens : lenses()) order.push_back(&lens);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return (a->digit == 0 ? 10 : a->digit) < (b->digit == 0 ? 10 : b->digit);
  });
  return order;
}

const Lens& lens_of(std::string_view id) {
  const auto& list = lenses();
  const auto at = std::find_if(list.begin(), list.end(), [&](const auto& lens) { return lens.id == id; });
  PLACEWRIGHT_EXPECT(at != list.end());
  return *at;
}

}  // namespace placewright::viewer

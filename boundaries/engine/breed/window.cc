#include "boundaries/engine/breed/window.h"

#include <utility>

#include "geo/expect.h"

namespace placewright::boundaries::engine {

Parts Window::cut(const Parts& plan) const {
  std::vector<Part> number;
  for (std::uint32_t own = 0; own < parts(); ++own) {
    if (part[own] >= number.size()) number.resize(std::size_t{part[own]} + 1, kNoPart);
    number[part[own]] = static_cast<Part>(own);
  }
  Parts result;
  result.reserve(kept.size());
  for (const Atom atom : kept) result.push_back(number[plan[atom]]);
  return result;
}

Parts Window::lay(const Parts& plan) const {
  Parts result;
  result.reserve(kept.size());
  for (const Atom atom : kept) result.push_back(plan[atom]);
  return result;
}

Parts Window::put(Parts plan, const Parts& of_window) const {
  for (std::size_t at = 0; at < kept.size(); ++at) plan[kept[at]] = part[of_window[at]];
  return plan;
}

Window open_window(const Instance& instance, const Parts& plan, std::uint32_t parts, Atom atom,
                   std::uint32_t wanted) {
  PLACEWRIGHT_EXPECT(!instance.change.limited);
  Window window;
  std::vector<std::uint8_t> in(parts, 0), met(instance.size, 0);
  Atoms waiting{atom};
  met[atom] = 1;
  for (std::size_t head = 0; head < waiting.size(); ++head) {
    const Atom at = waiting[head];
    if (!in[plan[at]]) {
      if (window.part.size() == wanted) break;
      in[plan[at]] = 1;
      window.part.push_back(plan[at]);
    }
    for (std::uint32_t arc = instance.first[at]; arc < instance.first[at + 1]; ++arc) {
      const Atom other = instance.neighbour[arc];
      if (!met[other]) met[other] = 1, waiting.push_back(other);
    }
  }
  Cutout cutout;
  std::vector<std::uint32_t> number(parts, kNowhere);
  for (std::uint32_t part = 0; part < parts; ++part)
    if (!in[part]) number[part] = cutout.fixed_parts++;
  cutout.fixed_part.reserve(instance.size);
  for (const Part part : plan) cutout.fixed_part.push_back(number[part]);
  for (Atom each; each < instance.size; ++each)
    if (in[plan[each]]) cutout.kept.push_back(each);
  window.instance = restrict_to(instance, cutout);
  window.kept = std::move(cutout.kept);
  return window;
}

}  // namespace placewright::boundaries::engine

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace placewright::datasets {

struct Place;

/// Settings: the place's own word for a neighbourhood, such as "patch", and for several where no "s" makes
/// it.
inline constexpr std::string_view kUnitWord = "word.neighbourhood", kUnitWords = "word.neighbourhoods";

/// What the people of a place call a neighbourhood. Without a word of their own every text stays as it is.
class UnitWord {
 public:
  UnitWord() = default;
  /// By the settings of a place; blank ones are none.
  explicit UnitWord(const std::map<std::string, std::string>& settings);
  /// A name that people gave: where it stands in a text, it stays as it is.
  void keep(std::string_view name);
  /// Nothing is said otherwise: the place has no word of its own.
  [[nodiscard]] bool empty() const { return one_.empty(); }

  /// Words of the program with the place's own word in them: for "neighbourhood" and "neighbourhoods"
  /// wherever they stand as words of their own, with a capital only at the start. Column names, paths and
  /// names such as "Castle Neighbourhood" stay.
  [[nodiscard]] std::string said(std::string_view text) const;

 private:
  [[nodiscard]] std::size_t end_of_name(std::string_view text, std::size_t at) const;

  std::string one_, many_;         ///< empty: the program's
  std::vector<std::string> kept_;  ///< names with the program's word in them, the longest first
};

/// The word of a place, which keeps every name and note in it: of areas, units, sites, services, roles, plans
/// and neighbourhoods. Cost: looks through them all, where the place has a word of its own.
[[nodiscard]] UnitWord unit_word(const Place& place);

}  // namespace placewright::datasets

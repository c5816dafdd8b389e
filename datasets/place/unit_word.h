#pragma once

#include <map>
#include <string>
#include <string_view>

namespace placewright::datasets {

/// Settings: the place's own word for a neighbourhood, such as "patch", and for several where no "s" makes
/// it.
inline constexpr std::string_view kUnitWord = "word.neighbourhood", kUnitWords = "word.neighbourhoods";

/// What the people of a place call a neighbourhood. Without a word of their own every text stays as it is.
class UnitWord {
 public:
  UnitWord() = default;
  /// By the settings of a place; blank ones are none.
  explicit UnitWord(const std::map<std::string, std::string>& settings);

  /// Words of the program with the place's own word in them: for "neighbourhood" and "neighbourhoods"
  /// wherever they stand as words of their own, with a capital only at the start. Column names, paths and
  /// names such as "Castle Neighbourhood" stay.
  [[nodiscard]] std::string said(std::string_view text) const;

 private:
  std::string one_, many_;  ///< empty: the program's
};

/// The word by the settings of a place.
template <class Place>
[[nodiscard]] UnitWord unit_word(const Place& place) {
  return UnitWord(place.settings);
}

}  // namespace placewright::datasets

#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/place/place.h"

/// Which scheme weighs the need for which staff: a table of role group to scheme.
namespace placewright::boundaries::workforce {

/// A table that comes with the program: "set:people", "set:lists", "set:services".
struct NeedSet {
  const char* name;
  const char* what;                             ///< in words
  std::map<std::string, const char*> of_group;  ///< schemes; of other groups, and of several: "none"
};
[[nodiscard]] std::span<const NeedSet> need_sets();

struct NeedChoice {
  std::string others;  ///< scheme of groups that have none of their own; "": see find_need
  std::map<std::string, std::string> of_group;  ///< role group -> scheme
  bool may_give_way = false;  ///< a scheme that cannot weigh this place gives way to none, with a finding

  /// Scheme of the staff of these groups (empty: all): the one they have in common, else that of the others.
  [[nodiscard]] const std::string& scheme_of(const std::vector<std::string>& groups) const;
};

/// What a word means: a set's name; else one scheme for all staff. "": what the place says by its settings,
/// "need" (a scheme or a set) and "need.GROUP" (a scheme). Throws InputError for a set or a role group there
/// is none of.
[[nodiscard]] NeedChoice choose_need(const datasets::Place& place, std::string_view word);

/// Makes a word what the place says, in place of all that it said: the same figures as asking for the word.
void set_place_need(std::map<std::string, std::string>& settings, std::string_view word);

/// Weights of a scheme of the program by dimension and key; nothing where it has none of that name:
/// "example" (age and deprivation), "age-sex-example" (unconfirmed figures by age and sex), "ages:FROM-TO",
/// "ages:FROM+", "ages:F FROM-TO": people of these ages count 1, all others 0. Throws InputError for "ages:"
/// with no ages.
using SchemeWeights = std::map<std::string, std::map<std::string, double>>;
[[nodiscard]] std::optional<SchemeWeights> built_in_scheme(std::string_view name);

}  // namespace placewright::boundaries::workforce

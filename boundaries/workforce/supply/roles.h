#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/place/place.h"

/// The words for staff: role groups, and the five service families they belong to.
namespace placewright::boundaries::workforce {

struct RoleGroup {
  const char* code;
  const char* name;
  const char* family;  ///< primary care, community, social care, mental health, voluntary; "" none
};
/// All groups in the order of tables; OTHER is last.
[[nodiscard]] std::span<const RoleGroup> role_groups();
[[nodiscard]] const RoleGroup& find_role_group(std::string_view code);  ///< OTHER when unknown
[[nodiscard]] std::span<const char* const> service_families();

/// Which group a row of staff belongs to. In this order: the row's own group where it is one of ours; the
/// place's role table by exact role (letter case aside); the built-in table by words of the role, given the
/// staff group and where the post is held (a PCN's direct care is ARRS, a practice's is DPC); else OTHER,
/// with `known` false.
struct RoleFound {
  std::string group;
  bool known = true;
};
[[nodiscard]] RoleFound find_group(const datasets::WorkforceRow& row,
                                   std::span<const datasets::RoleRow> table);

/// Sector of a row: as given, else that of the role table, else primary_care for posts of practices and PCNs,
/// else "other".
[[nodiscard]] std::string find_sector(const datasets::WorkforceRow& row,
                                      std::span<const datasets::RoleRow> table);

/// Registered professional: as given, else Y or N where the role says so in plain words, else U.
[[nodiscard]] std::string find_registered(const datasets::WorkforceRow& row);

[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace placewright::boundaries::workforce

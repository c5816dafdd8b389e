#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/supply/units.h"
#include "datasets/place/place.h"

/// Who reported which staff. A row with somebody's code is no report of everything: it speaks for its source
/// and role group.
namespace placewright::boundaries::workforce {

/// Staff of one source and role group that one kind of holder reports; for staff that follow no list, of one
/// employer.
struct StaffReturn {
  AllocatedRow::Holder holder = AllocatedRow::Holder::other;
  std::string source;
  std::string group;     ///< "": a published table of general practice tells all of an organisation's staff
  std::string employer;  ///< only where the holder is neither practice nor PCN
  std::set<std::string> reported;     ///< practices or PCNs with WTE in a row of it
  std::map<std::string, double> wte;  ///< by role group, 0 where no row says its WTE
  bool tells_wte = false;             ///< some row says its WTE
  std::vector<double> known;  ///< share of each area's people whose staff of it are known; empty: everywhere
  std::vector<double> known_of_registered;  ///< the same of the patients who live there; empty: everywhere
};

/// Sources whose files have a publisher: their figures are public.
[[nodiscard]] std::set<std::string> published_sources(const datasets::Place& place);

/// Share of each area's residents whom the lists of the data can tell of: 1, but registered over resident
/// people where fewer than three quarters of them are registered with anybody here (they have their practice
/// beyond a border). 1 without lists.
[[nodiscard]] std::vector<double> share_registered(const datasets::Place& place, const Lists& lists);

/// Every return of the place's workforce table. A practice or PCN without a row with WTE is silent: its
/// patients are not known, nor are people whose registration is not in the data. Staff without a list are
/// unknown where their rows without WTE would be, by rows; everywhere where no row says its WTE and none is
/// placed.
[[nodiscard]] std::vector<StaffReturn> find_returns(const datasets::Place& place, const Lists& lists,
                                                    const Allocated& allocated);

/// Whose staff a share is of: those of residents, or of the patients who live in an area. Residents who are
/// registered beyond a border are not among the latter.
enum class Whose { residents, patients };

/// Share of each area's staff that could be known, returns weighted by the WTE they tell of the role groups
/// that count. 0 everywhere where no row belongs to those groups: nothing loaded is not nobody there.
[[nodiscard]] std::vector<double> share_known(const std::vector<StaffReturn>& returns, std::size_t areas,
                                              const std::function<bool(const std::string&)>& counts,
                                              Whose whose = Whose::residents);

}  // namespace placewright::boundaries::workforce

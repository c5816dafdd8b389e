#pragma once

#include <map>
#include <string>
#include <vector>

#include "datasets/place/place.h"

/// Figures of staff worked out a second time, from the formulas and nothing of the program: slow and plain.
namespace placewright::plain {

/// Where one row's staff are, in shares of one.
struct Spread {
  std::vector<double> area;
  double outside = 0, unknown = 0, unallocated = 0;
};

struct Account {
  double input = 0, allocated = 0, outside = 0, unknown = 0, unallocated = 0, left_out = 0;
};

/// Row numbers of the workforce table that count, with their WTE and where they are.
struct Staff {
  struct Row {
    std::size_t row = 0;
    double wte = 0;
    Spread spread;
  };
  std::vector<Row> rows, silent;
  Account account;
};
[[nodiscard]] Staff spread_staff(const datasets::Place& place);
[[nodiscard]] Spread spread_row(const datasets::Place& place, const datasets::WorkforceRow& row);

/// Shares of the areas in a footprint, and the patients of its lists by area, outside and unknown.
struct Territory {
  std::map<std::size_t, double> share;
  std::vector<double> patients;
  double outside = 0, unknown = 0;
};
[[nodiscard]] Territory find_territory(const datasets::Place& place, const std::string& footprint);

/// Patients of a practice, or of all practices of a PCN, who live in an area of the place; and a PCN's whole
/// list.
[[nodiscard]] double patients_in(const datasets::Place& place, const std::string& practice,
                                 const std::string& pcn, std::size_t area);
[[nodiscard]] double list_size(const datasets::Place& place, const std::string& pcn);

/// Minutes of each area to a site; NaN none.
[[nodiscard]] std::vector<double> minutes_to(const datasets::Place& place, const datasets::Site& site,
                                             const std::string& mode);

/// Patients living in each area, NaN where no row says.
[[nodiscard]] std::vector<double> registered_of(const datasets::Place& place);

/// Weighted people of each area by "none", "ages", "lists" or "index:frailty"; NaN missing.
[[nodiscard]] std::vector<double> need_of(const datasets::Place& place, const std::string& scheme);

/// Share of each area's residents, and of its patients, whose staff are known.
struct Known {
  std::vector<double> residents, patients;
};
[[nodiscard]] Known find_known(const datasets::Place& place, const Staff& staff, const std::string& group);

struct UnitRow {
  double residents, registered, need, imd, core20, coverage, wte, per_residents, per_registered, per_need,
      fair, gap;
  double covered;                               ///< residents whose staff are known
  double wte_of_people;                         ///< staff of areas whose people are known
  double weighed, people_weighed, wte_weighed;  ///< need, residents and staff behind the rate by need
};
/// By neighbourhood id. `group`: one role group; "" all. `known`: of that group.
[[nodiscard]] std::map<std::string, UnitRow> measure_units(const datasets::Place& place, const Staff& staff,
                                                           const Known& known, const std::string& scheme,
                                                           const std::string& group);

/// Number of an area inside or outside the place; throws where there is none.
[[nodiscard]] std::size_t number_of(const datasets::Place& place, const std::string& code);
[[nodiscard]] bool is_inside(const datasets::Place& place, std::size_t area);
/// Neighbourhood of each area in the first plan; "" none.
[[nodiscard]] std::vector<std::string> neighbourhood_of(const datasets::Place& place);
[[nodiscard]] std::string group_of(const datasets::WorkforceRow& row);

/// Measures over units: an equal share each of `people`, in the order of `deprivation`, most deprived first.
[[nodiscard]] double gini_of(const std::vector<double>& people, const std::vector<double>& supply);
[[nodiscard]] double hoover_of(const std::vector<double>& people, const std::vector<double>& supply);
[[nodiscard]] double theil_of(const std::vector<double>& people, const std::vector<double>& supply);
[[nodiscard]] double concentration_of(const std::vector<double>& people, const std::vector<double>& supply,
                                      const std::vector<double>& deprivation);
/// Of rates per 10,000 against rank; NaN where all are equally deprived.
struct Line {
  double slope = 0, intercept = 0;
};
[[nodiscard]] Line line_of(const std::vector<double>& people, const std::vector<double>& supply,
                           const std::vector<double>& deprivation);

/// Weight of a trip by name: gaussian, binary, or step (thirds of the catchment).
[[nodiscard]] double weight_of_trip(const std::string& decay, double minutes, double catchment);
/// Supply per person of each area by one of the four floating catchments, 0 to 3 in the program's order.
[[nodiscard]] std::vector<double> access_of(int method,
                                            const std::vector<std::vector<double>>& minutes_by_site,
                                            const std::vector<double>& people,
                                            const std::vector<double>& supply, double catchment,
                                            const std::string& decay);

}  // namespace placewright::plain

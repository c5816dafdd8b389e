#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "datasets/import/read_taken.h"

/// General practice workforce with a row a practice and a column a role and measure.
namespace placewright::datasets {
namespace {

/// A staff group as the tables of general practice call it, and how its columns are headed.
struct StaffGroup {
  std::string_view name, field;   ///< field: of the group's own FTE
  std::string_view begins, word;  ///< of the headings of its roles
};
constexpr std::array<StaffGroup, 4> kGroups{
    {{"GP", "gp", "total gp ", "GP"},
     {"Nurses", "nurses", "total n ", "nurse"},
     {"Direct Patient Care", "dpc", "total dpc ", "direct patient care"},
     {"Admin/Non-Clinical", "admin", "total admin ", "administration"}}};

/// What the publisher's short words stand for.
std::string role_name(const StaffGroup& group, std::string_view shortened) {
  static const std::map<std::string, std::string, std::less<>> words{{"sen ptnr", "senior partner"},
                                                                     {"ptnr prov", "partner or provider"},
                                                                     {"sal by prac", "salaried by practice"},
                                                                     {"sal by oth", "salaried by another"},
                                                                     {"ret", "retainer"},
                                                                     {"locum vac", "locum for a vacancy"},
                                                                     {"locum abs", "locum for an absence"},
                                                                     {"locum oth", "other locum"}};
  const auto at = words.find(shortened);
  return fmt::format("{}, {}", group.word, at == words.end() ? std::string(shortened) : at->second);
}

struct RoleColumn {
  std::string role;
  std::string field;
};

/// The columns of FTE by role; sums over several roles are no roles. They are bound as columns of the table.
std::vector<RoleColumn> bind_roles(Recognised& found, const StaffGroup& group) {
  std::vector<RoleColumn> roles;
  for (std::size_t k = 0; k < found.headings.size(); ++k) {
    const std::string heading = normalise_heading(found.headings[k]);
    if (!heading.starts_with(group.begins) || !heading.ends_with(" fte")) continue;
    if (heading.size() <= group.begins.size() + 4) continue;
    const auto role = heading.substr(group.begins.size(), heading.size() - group.begins.size() - 4);
    if (role == "extg" || role == "exl" || role == "extgl" || role == "trn gr") continue;
    const std::string field = "fte " + heading;
    found.columns.emplace(field, static_cast<int>(k));
    roles.push_back({role_name(group, role), field});
  }
  return roles;
}

struct Staff {
  std::string_view group;
  std::string role;
  double wte;
};

/// What the columns of one group say; nothing where none of them has a number.
class GroupOfStaff {
 public:
  GroupOfStaff(const StaffGroup& group, Recognised& found)
      : group_(group), roles_(bind_roles(found, group)) {}

  /// By role, and what the roles do not account for as one row. `zero_is_missing`: a total of 0 is no report.
  std::vector<Staff> of(const std::function<double(std::string_view)>& fte, bool zero_is_missing,
                        std::int64_t& zeros) const {
    const double total = fte(group_.field);
    std::vector<Staff> staff;
    double known = 0;
    for (const auto& role : roles_)
      if (const double wte = fte(role.field); wte > 0) {
        staff.push_back({group_.name, role.role, wte});
        known += wte;
      }
    if (staff.empty() && total == 0 && zero_is_missing) {
      ++zeros;
      return {};
    }
    if (is_missing(total)) return staff;
    if (staff.empty() && group_.field == "gp") return split_doctors(total, fte("gp_permanent"));
    constexpr double kRounded = 0.02;  // each number is rounded
    if (staff.empty() || total - known > kRounded * static_cast<double>(roles_.size() + 1))
      staff.push_back({group_.name, fmt::format("{}, {}", group_.word, staff.empty() ? "all roles" : "other"),
                       total - known});
    return staff;
  }

 private:
  /// Fully qualified and permanent doctors apart from those in training and locums.
  [[nodiscard]] std::vector<Staff> split_doctors(double total, double permanent) const {
    if (is_missing(permanent)) return {{group_.name, "GP, all roles", total}};
    std::vector<Staff> staff{{group_.name, "GP, fully qualified and permanent", permanent}};
    if (total > permanent) staff.push_back({group_.name, "GP, in training or locum", total - permanent});
    return staff;
  }

  StaffGroup group_;
  std::vector<RoleColumn> roles_;
};

void find_zeros(const TakenTable& taken, std::int64_t zeros, bool are_missing,
                std::vector<geo::Finding>& findings) {
  if (zeros == 0) return;
  findings.push_back(
      {"GP_WORKFORCE_ZERO", geo::Severity::warning, taken.source.file,
       are_missing ? fmt::format("{} totals of staff groups are 0: before February 2023 a 0 there means no "
                                 "data, and they are taken as not known",
                                 zeros)
                   : fmt::format("{} totals of staff groups are 0, and the file does not say its month: "
                                 "before February 2023 a 0 there means no data",
                                 zeros),
       are_missing ? "use a later month where there is one"
                   : "give the file its published name, with the month and year"});
}

}  // namespace

void read_practice_staff(TakenTable& taken, std::size_t index, Collected& into) {
  const auto month = month_of(taken.recognised.vintage);
  const bool zero_is_missing = month && *month < 2023 * 12 + 1;
  std::vector<GroupOfStaff> groups;
  for (const auto& group : kGroups) groups.emplace_back(group, taken.recognised);
  const auto& found = taken.recognised;
  std::int64_t without = 0, zeros = 0;
  std::map<std::string, std::size_t> seen;
  visit_keyed_rows(taken, "practice_code", into, [&](const InputRow& row) {
    const auto text = [&](std::string_view field) {
      return std::string(trimmed(row.cell(found.column(field))));
    };
    const auto fte = [&](std::string_view field) { return number_in(taken, row, found.column(field)); };
    const std::string practice = text("practice_code");
    if (!seen.emplace(practice, seen.size()).second) throw_twice(taken, row, "the practice", practice);
    std::size_t number = 0;
    for (const auto& group : groups)
      for (const auto& staff : group.of(fte, zero_is_missing, zeros)) {
        WorkforceRecord record;
        record.taken = index;
        record.rows_read = number == 0 ? 1 : 0;
        WorkforceRow& out = record.row;
        out.row_id = fmt::format("{}-{:03}", practice, ++number);
        out.practice_code = practice;
        out.employer = text("name");
        out.sector = "primary_care";
        out.role_group = staff.group;
        out.role = staff.role;
        out.wte = staff.wte;
        out.allocation = "list";
        out.level = "neighbourhood";
        out.source = taken.source.taken_for;
        out.as_at = found.vintage;
        out.estimated = "N";
        out.file = taken.source.file;
        into.workforce.push_back(std::move(record));
      }
    if (number == 0) ++without;
  });
  if (!month)  // then zeros were taken as they stand
    zeros = std::count_if(into.workforce.begin(), into.workforce.end(), [&](const WorkforceRecord& record) {
      return record.taken == index && record.row.wte == 0;
    });
  find_zeros(taken, zeros, zero_is_missing, into.findings);
  leave_out(taken.source, without, "without a reported number");
}

}  // namespace placewright::datasets

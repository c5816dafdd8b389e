#include "datasets/import/refuse_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "geo/error.h"

namespace placewright::datasets {
namespace {

/// Letters and digits of a heading, in lower case.
std::string plain(std::string_view heading) {
  std::string key;
  for (const char c : heading)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return key;
}

bool names_a_person(std::string_view heading) {
  static constexpr std::array parts{"forename",       "surname",
                                    "firstname",      "lastname",
                                    "familyname",     "givenname",
                                    "middlename",     "fullname",
                                    "staffname",      "employeename",
                                    "workername",     "personname",
                                    "maidenname",     "dateofbirth",
                                    "birthdate",      "ninumber",
                                    "nino",           "nationalinsurance",
                                    "employeenumber", "employeeno",
                                    "employeeid",     "assignmentnumber",
                                    "assignmentno",   "payrollnumber",
                                    "payrollno",      "staffnumber",
                                    "staffid",        "personid",
                                    "personnumber",   "nhsnumber",
                                    "gmcnumber",      "nmcpin",
                                    "hcpcnumber",     "email",
                                    "telephone",      "mobilenumber",
                                    "homeaddress"};
  const auto key = plain(heading);
  if (key == "dob" || key == "initials" || key == "esr") return true;
  return std::any_of(parts.begin(), parts.end(),
                     [&](const char* part) { return key.find(part) != std::string::npos; });
}

/// QQ 12 34 56 C.
bool is_insurance_number(std::string_view cell) {
  std::string key;
  for (const char c : cell)
    if (c != ' ') key += c;
  if (key.size() != 9) return false;
  for (std::size_t k = 0; k < key.size(); ++k) {
    const bool letter = std::isalpha(static_cast<unsigned char>(key[k])) != 0,
               digit = key[k] >= '0' && key[k] <= '9';
    if (k < 2 ? !letter : k < 8 ? !digit : !letter) return false;
  }
  const char end = static_cast<char>(std::toupper(static_cast<unsigned char>(key[8])));
  return end >= 'A' && end <= 'D';
}

bool is_address(std::string_view cell) {
  const auto at = cell.find('@');
  return at != std::string_view::npos && at > 0 && cell.find('.', at) != std::string_view::npos &&
         cell.find(' ') == std::string_view::npos;
}

[[noreturn]] void refuse(const InputTable& table, std::string what) {
  throw geo::InputError{{table.name(), std::move(what),
                         "this looks like named people: bring in totals by employer, role and base instead, "
                         "without names or numbers of persons"}};
}

}  // namespace

void refuse_people(const InputTable& table, std::size_t header_rows) {
  if (table.sample.empty()) return;
  const std::size_t heading = header_rows > 0 ? std::min(header_rows, table.sample.size()) - 1 : 0;
  std::string named;
  std::size_t columns = 0;
  for (const auto& name : table.sample[heading])
    if (names_a_person(name)) named += fmt::format("{}'{}'", columns++ == 0 ? "" : ", ", name);
  if (columns > 0)
    refuse(table, fmt::format("{} {}", columns == 1 ? "there is a column" : "there are columns", named));
  for (std::size_t row = heading + 1; row < table.sample.size(); ++row)
    for (const auto& cell : table.sample[row])
      if (is_insurance_number(cell) || is_address(cell))
        refuse(table, fmt::format("line {} holds what has the form of {}",
                                  row < table.sample_line.size() ? table.sample_line[row] : 0,
                                  is_address(cell) ? "an e-mail address" : "a National Insurance number"));
}

}  // namespace placewright::datasets

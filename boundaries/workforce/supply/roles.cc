#include "boundaries/workforce/supply/roles.h"

#include <algorithm>
#include <cctype>

namespace placewright::boundaries::workforce {
namespace {

constexpr RoleGroup kGroups[] = {
    {"GP", "general practitioners", "primary care"},
    {"PN", "practice nursing", "primary care"},
    {"DPC", "other direct patient care in practices", "primary care"},
    {"ARRS", "PCN reimbursed roles", "primary care"},
    {"PADMIN", "practice and PCN administration", "primary care"},
    {"PHARM", "community pharmacy", "primary care"},
    {"DENT", "dentistry", "primary care"},
    {"OPT", "optometry", "primary care"},
    {"CN", "community nursing", "community"},
    {"HV", "health visiting and school nursing", "community"},
    {"AHP", "allied health professions", "community"},
    {"CYP", "children and young people", "community"},
    {"SPEC", "specialists", "community"},
    {"CHWW", "community health and wellbeing workers", "community"},
    {"COORD", "team administration and coordination", "community"},
    {"MH", "mental health", "mental health"},
    {"ASC", "statutory social care", "social care"},
    {"DOM", "domiciliary and independent care", "social care"},
    {"HOUS", "housing", "social care"},
    {"VCSE", "voluntary and community sector", "voluntary"},
    {"OTHER", "not in the role table", ""},
};

constexpr const char* kFamilies[] = {"primary care", "community", "social care", "mental health",
                                     "voluntary"};

struct Words {
  const char* part;  ///< of the role in lower case
  const char* group;
};

// The first part that the role holds decides; so the narrow words stand above the wide ones.
constexpr Words kWords[] = {
    {"practice nurse", "PN"},
    {"health visit", "HV"},
    {"school nurs", "HV"},
    {"mental health", "MH"},
    {"psychiatr", "MH"},
    {"psycholog", "MH"},
    {"counsell", "MH"},
    {"talking therap", "MH"},
    {"palliative", "SPEC"},
    {"musculoskeletal", "SPEC"},
    {"consultant", "SPEC"},
    {"specialist nurse", "SPEC"},
    {"children", "CYP"},
    {"paediatric", "CYP"},
    {"young people", "CYP"},
    {"family hub", "CYP"},
    {"wellbeing worker", "CHWW"},
    {"household", "CHWW"},
    {"social prescrib", "VCSE"},
    {"volunteer", "VCSE"},
    {"voluntary", "VCSE"},
    {"social work", "ASC"},
    {"social care", "ASC"},
    {"approved mental", "ASC"},
    {"domiciliary", "DOM"},
    {"home care", "DOM"},
    {"care worker", "DOM"},
    {"reablement", "DOM"},
    {"care assistant", "DOM"},
    {"housing", "HOUS"},
    {"homeless", "HOUS"},
    {"district nurs", "CN"},
    {"community nurs", "CN"},
    {"community matron", "CN"},
    {"community staff nurse", "CN"},
    {"nursing associate", "CN"},
    {"healthcare assistant", "CN"},
    {"physiotherap", "AHP"},
    {"occupational therap", "AHP"},
    {"podiatr", "AHP"},
    {"speech", "AHP"},
    {"dietit", "AHP"},
    {"dietic", "AHP"},
    {"therapist", "AHP"},
    {"paramedic", "AHP"},
    {"pharmac", "PHARM"},
    {"dent", "DENT"},
    {"optom", "OPT"},
    {"optician", "OPT"},
    {"general practitioner", "GP"},
    {"gp partner", "GP"},
    {"salaried gp", "GP"},
    {"gp locum", "GP"},
    {"coordinat", "COORD"},
    {"co-ordinat", "COORD"},
    {"admin", "COORD"},
    {"manager", "COORD"},
    {"reception", "COORD"},
};

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::span<const RoleGroup> role_groups() { return kGroups; }

const RoleGroup& find_role_group(std::string_view code) {
  for (const auto& group : kGroups)
    if (code == group.code) return group;
  return kGroups[std::size(kGroups) - 1];
}

std::span<const char* const> service_families() { return kFamilies; }

RoleFound find_group(const datasets::WorkforceRow& row, std::span<const datasets::RoleRow> table) {
  const auto& own = find_role_group(row.role_group);
  if (row.role_group == own.code) return {row.role_group, true};
  const std::string role = lower_case(row.role), staff = lower_case(row.role_group);
  for (const auto& entry : table)
    if (!entry.role_group.empty() && lower_case(entry.role) == role) return {entry.role_group, true};
  const bool pcn_post = !row.pcn_code.empty() && row.practice_code.empty();
  if (!row.practice_code.empty() || pcn_post) {
    // Published tables of general practice: the staff group says more than the role.
    if (staff == "gp" || holds(staff, "general pract")) return {"GP", true};
    if (holds(staff, "nurse")) return {"PN", true};
    if (holds(staff, "director") || holds(staff, "admin") || holds(staff, "non-clinical"))
      return {"PADMIN", true};
    if (holds(staff, "direct patient care")) return {pcn_post ? "ARRS" : "DPC", true};
  }
  if (role == "gp" || role.starts_with("gp ")) return {"GP", true};
  for (const auto& words : kWords)
    if (holds(role, words.part)) {
      const bool clinical_of_pcn =
          pcn_post && std::string_view(words.group) != "COORD" && std::string_view(words.group) != "GP";
      return {clinical_of_pcn                                        ? "ARRS"
              : pcn_post && std::string_view(words.group) == "COORD" ? "PADMIN"
                                                                     : words.group,
              true};
    }
  return {"OTHER", false};
}

std::string find_sector(const datasets::WorkforceRow& row, std::span<const datasets::RoleRow> table) {
  if (!row.sector.empty()) return row.sector;
  const std::string role = lower_case(row.role);
  for (const auto& entry : table)
    if (!entry.sector.empty() && lower_case(entry.role) == role) return entry.sector;
  return row.practice_code.empty() && row.pcn_code.empty() ? "other" : "primary_care";
}

std::string find_registered(const datasets::WorkforceRow& row) {
  const auto given = lower_case(row.registered);
  if (given == "y" || given == "n") return given == "y" ? "Y" : "N";
  const std::string role = lower_case(row.role), staff = lower_case(row.role_group);
  for (const auto* part : {"admin", "non-clinical", "manager", "reception", "secretar", "receptionist",
                           "link worker", "care coordinat", "wellbeing"})
    if (holds(role, part) || holds(staff, part)) return "N";
  for (const auto* part : {"assistant", "support worker", "trainee", "technician"})
    if (holds(role, part)) return "U";
  for (const auto* part :
       {"nurse", "pharmacist", "physiotherap", "paramedic", "podiatr", "dietit", "dietic", "social worker",
        "psycholog", "gp ", "occupational therapist", "dentist", "optometrist"})
    if (holds(role, part)) return "Y";
  return row.role_group == "GP" || staff == "gp" ? "Y" : "U";
}

}  // namespace placewright::boundaries::workforce

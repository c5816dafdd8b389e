#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"
#include "datasets/demo/raw_parts.h"
#include "datasets/read/gdal_guard.h"
#include "geo/error.h"

namespace placewright::datasets::demo {
namespace {

constexpr const char* kMonth = "March 2026";

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

/// What the organisation files say beside the site itself.
struct Home {
  std::string lad, lad_name, sub_icb_code, icb_code, icb_ods, icb_name;
};

Home home_of(const Place& place, const Site& site) {
  const auto row = place.find_area(site.area).value_or(0);
  const auto& parents = place.areas.parents;
  const auto lad = parents.at("lad_code")[row], icb = parents.at("icb_code")[row];
  return {lad, parents.at("lad_name")[row], fmt::format("9Z{}", lad.substr(6)),
          icb, "QZ" + icb.substr(8),        parents.at("icb_name")[row]};
}

/// PCN names, from the rows of their staff.
std::map<std::string, std::string> network_names(const Place& place) {
  std::map<std::string, std::string> names;
  for (const auto& row : place.workforce)
    if (row.service_area == "primary care network") names.emplace(row.pcn_code, row.employer);
  return names;
}

/// One line of an ODS file: 27 columns, all quoted, no header.
std::string ods_line(const std::vector<std::pair<int, std::string>>& values) {
  std::vector<std::string> columns(27);
  for (const auto& [column, value] : values) columns[static_cast<std::size_t>(column - 1)] = value;
  std::string line;
  for (std::size_t k = 0; k < columns.size(); ++k) line += (k > 0 ? ",\"" : "\"") + columns[k] + "\"";
  return line + "\r\n";
}

/// A workbook of texts: sheets with a header row each.
struct Sheet {
  const char* name;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};
void write_workbook(const std::vector<Sheet>& sheets, const std::string& name, RawFolder& folder) {
  guard_gdal();
  const auto file = (std::filesystem::path(folder.path) / name).string();
  std::error_code gone;
  std::filesystem::remove(file, gone);
  auto* driver = GetGDALDriverManager()->GetDriverByName("XLSX");
  std::unique_ptr<GDALDataset> book(
      driver == nullptr ? nullptr : driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!book)
    throw geo::InputError{
        {file, "cannot be written", "check the folder, and that GDAL writes XLSX (gdalinfo --formats)"}};
  for (const auto& sheet : sheets) {
    auto* layer = book->CreateLayer(sheet.name, nullptr, wkbNone, nullptr);
    for (const auto& column : sheet.header) {
      OGRFieldDefn field(column.c_str(), OFTString);
      layer->CreateField(&field);
    }
    for (const auto& row : sheet.rows) {
      OGRFeature feature(layer->GetLayerDefn());
      for (std::size_t k = 0; k < row.size(); ++k)
        if (!row[k].empty()) feature.SetField(static_cast<int>(k), row[k].c_str());
      if (layer->CreateFeature(&feature) != OGRERR_NONE)
        throw geo::InputError{{file, "a row could not be written", "check the space on the disk"}};
    }
  }
  book.reset();
  folder.written.push_back(file);
}

/// What the files of organisations say alike of each site.
struct Contact {
  Home home;
  std::string phone, street;
};

Contact contact_of(const Place& place, std::size_t k) {
  return {home_of(place, place.sites[k]), fmt::format("01999 {:06}", mix(82, k) % 1000000),
          fmt::format("{} {} STREET", 1 + mix(83, k) % 180, upper(place_name(83, k % 400)))};
}

/// A line of the map of practices and PCNs.
std::string map_line(const Site& site, const Home& home, const std::map<std::string, std::string>& names,
                     std::size_t k) {
  const auto pcn = names.find(site.pcn_code);
  return fmt::format(
      "GP_PRAC_PAT_LIST,01Apr2026,{},{},{},{},{},E38{:06},{},{},{},{},{},E40000099,Y99,Invented "
      "Region,{}\n",
      site.id, csv_field(site.name), site.postcode, pcn == names.end() ? "U" : pcn->first,
      pcn == names.end() ? "Unallocated" : csv_field(upper(pcn->second)), 900001, home.sub_icb_code,
      csv_field(home.icb_name + " - " + home.sub_icb_code), home.icb_code, home.icb_ods,
      csv_field(home.icb_name), k % 3 == 0 ? "TPP" : "EMIS");
}

std::string practice_line(const Site& site, const Contact& contact) {
  const std::string closed = site.open ? "" : "20241231";
  return ods_line({{1, site.id},
                   {2, site.name},
                   {3, "Y99"},
                   {4, contact.home.icb_ods},
                   {5, contact.street},
                   {6, upper(contact.home.lad_name)},
                   {10, site.postcode},
                   {11, "19740401"},
                   {12, closed},
                   {13, site.open ? "A" : "C"},
                   {14, "B"},
                   {15, contact.home.sub_icb_code},
                   {16, "20200401"},
                   {17, closed},
                   {18, contact.phone},
                   {22, "0"},
                   {24, contact.home.sub_icb_code},
                   {26, "4"}});
}

/// As the newer search and export service writes it: ACTIVE instead of A.
std::string branch_line(const Site& site, const Contact& contact) {
  return ods_line({{1, site.id},
                   {2, site.name},
                   {3, "Y99"},
                   {4, contact.home.icb_ods},
                   {5, contact.street},
                   {6, upper(contact.home.lad_name)},
                   {10, site.postcode},
                   {11, "20010101"},
                   {13, "ACTIVE"},
                   {15, site.organisation},
                   {16, "20010101"},
                   {18, contact.phone},
                   {22, "0"},
                   {26, "RO96"}});
}

std::string pharmacy_line(const Site& site, const Contact& contact) {
  return ods_line({{1, site.id},
                   {2, site.name},
                   {3, "Y99"},
                   {4, contact.home.icb_ods},
                   {5, contact.street},
                   {6, upper(contact.home.lad_name)},
                   {10, site.postcode},
                   {11, "20050401"},
                   {13, "A"},
                   {14, "1"},
                   {15, site.organisation},
                   {16, "20130401"},
                   {18, contact.phone},
                   {22, "0"},
                   {24, contact.home.icb_ods}});
}

/// A prescribing cost centre that is no practice, and a practice of another part of the country.
std::string lines_of_others() {
  return ods_line({{1, "Z08001"},
                   {2, "SMOKING CESSATION SERVICE"},
                   {3, "Y99"},
                   {4, "QZ01"},
                   {5, "1 HIGH STREET"},
                   {10, "ZZ1 1AA"},
                   {11, "20150401"},
                   {13, "A"},
                   {14, "B"},
                   {15, "9Z0001"},
                   {22, "1"},
                   {26, "9"}}) +
         ods_line({{1, "Z97001"},
                   {2, "FARAWAY SURGERY"},
                   {3, "Y98"},
                   {4, "QZ99"},
                   {5, "1 LONG ROAD"},
                   {10, "ZY1 1AA"},
                   {11, "19740401"},
                   {13, "A"},
                   {14, "B"},
                   {15, "9Y0001"},
                   {22, "0"},
                   {26, "4"}});
}

}  // namespace

void write_registrations(const Place& place, const Vintage& vintage, RawFolder& folder) {
  // On the codes of 2011, as published until 2024; patients whose area is not known are NO2011.
  std::map<std::string, std::map<std::string, double>> lists;
  std::map<std::string, std::string> names;
  for (const auto& site : place.sites)
    if (site.kind == "gp") names[site.id] = site.name;
  std::map<std::string, std::map<std::string, double>>
      moved;  // practice -> code of 2011 -> patients, parts of persons
  for (const auto& row : place.registrations) {
    auto& list = lists[row.practice];
    if (row.area == kUnknown) {
      list["NO2011"] += row.patients;
    } else if (row.area == kOutside) {
      // Spread over a few areas beyond the border, one of them Welsh.
      const double first = std::floor(row.patients * 0.6), second = std::floor((row.patients - first) * 0.7);
      const auto near = mix(81, static_cast<unsigned char>(row.practice.back())) % 40;
      list[fmt::format("E01{:06}", 990001 + near)] += first;
      list[fmt::format("E01{:06}", 990050 + near)] += second;
      list[fmt::format("W01{:06}", 990001 + near % 3)] += row.patients - first - second;
    } else {
      const auto area = place.find_area(row.area);
      double left = row.patients;
      const auto& from = vintage.from[*area];
      for (std::size_t k = 0; k < from.size(); ++k) {
        const double part = k + 1 == from.size() ? left : std::floor(row.patients * from[k].second);
        list[from[k].first] += part;
        left -= part;
      }
    }
  }
  std::string text =
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n";
  for (const auto& [practice, list] : lists)
    for (const auto& [code, patients] : list)
      if (patients > 0)
        text += fmt::format("GP_PRAC_PAT_LIST,01APR2026,{},{},{},ALL,{:.0f}\n", practice,
                            csv_field(names[practice]), code, patients);
  const auto file =
      (std::filesystem::path(folder.path) / "gp-reg-pat-prac-lsoa-male-female-April-2026.zip").string();
  std::error_code gone;
  std::filesystem::remove(file, gone);
  auto* entry = VSIFOpenL(("/vsizip/" + file + "/gp-reg-pat-prac-lsoa-all.csv").c_str(), "wb");
  bool good = entry != nullptr && VSIFWriteL(text.data(), 1, text.size(), entry) == text.size();
  if (entry != nullptr) good = VSIFCloseL(entry) == 0 && good;
  if (!good) throw geo::InputError{{file, "cannot be written", "check the folder and the space on the disk"}};
  folder.written.push_back(file);
}

void write_organisations(const Place& place, RawFolder& folder) {
  const auto names = network_names(place);
  std::string map =
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,ONS_SUB_ICB_"
      "LOCATION_CODE,SUB_ICB_LOCATION_CODE,"
      "SUB_ICB_LOCATION_NAME,ONS_ICB_CODE,ICB_CODE,ICB_NAME,ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_"
      "REGION_NAME,SUPPLIER_NAME\n";
  std::string practices, branches, pharmacies;
  for (std::size_t k = 0; k < place.sites.size(); ++k) {
    const auto& site = place.sites[k];
    const auto contact = contact_of(place, k);
    if (site.kind == "gp" && site.open) map += map_line(site, contact.home, names, k);
    if (site.kind == "gp") practices += practice_line(site, contact);
    if (site.kind == "branch") branches += branch_line(site, contact);
    if (site.kind == "pharmacy") pharmacies += pharmacy_line(site, contact);
  }
  practices += lines_of_others();
  folder.write("gp-reg-pat-prac-map.csv", map);
  folder.write("epraccur.csv", practices);
  folder.write("ebranchs.csv", branches);
  folder.write("edispensary.csv", pharmacies);
}

void write_networks(const Place& place, RawFolder& folder) {
  const auto names = network_names(place);
  Sheet details{
      "PCNDetails",
      {"PCN Code", "PCN Name", "Current Sub ICB Loc Code", "Sub ICB Location", "Open Date", "Close Date",
       "Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5", "Postcode"},
      {}};
  Sheet partners{
      "PCN Core Partner Details",
      {"Partner Organisation Code", "Partner Name", "Practice Parent Sub ICB Location Code",
       "Practice Parent Sub ICB Location Name", "PCN Code", "PCN Name", "PCN Parent Sub ICB Location Code",
       "PCN Parent Sub ICB Location Name", "Practice to PCN Relationship Start Date",
       "Practice to PCN Relationship End Date", "Practice Sub ICB and PCN Sub ICB Match?"},
      {}};
  std::set<std::string> seen;
  bool moved = false;
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || site.pcn_code.empty()) continue;
    const auto home = home_of(place, site);
    const auto sub_icb = home.icb_name + " - " + home.sub_icb_code, name = upper(names.at(site.pcn_code));
    if (seen.insert(site.pcn_code).second)
      details.rows.push_back({site.pcn_code, name, home.sub_icb_code, sub_icb, "20190701", "", site.name,
                              "1 MARKET SQUARE", upper(home.lad_name), "", "", site.postcode});
    if (!moved) {  // one practice was in a network that has closed
      partners.rows.push_back({site.id, site.name, home.sub_icb_code, sub_icb, "U99999", "FORMER PCN",
                               home.sub_icb_code, sub_icb, "20190701", "20210331", "Yes"});
      moved = true;
    }
    partners.rows.push_back({site.id, site.name, home.sub_icb_code, sub_icb, site.pcn_code, name,
                             home.sub_icb_code, sub_icb, "20210401", "", "Yes"});
  }
  details.rows.push_back({"U99999", "FORMER PCN", "9Z0001", "Invented", "20190701", "20210331",
                          "CLOSED HOUSE", "", "", "", "", "ZZ1 1AA"});
  write_workbook({details, partners}, "ePCN.xlsx", folder);
}

void write_staff_returns(const Place& place, RawFolder& folder) {
  // Networks: a row a person.
  std::string text =
      "YEAR,MONTH,PCN_NAME,PCN_CODE,SUB_ICB_CODE,SUB_ICB_NAME,ICB_CODE,ICB_NAME,REGION_CODE,REGION_NAME,"
      "UNIQUE_IDENTIFIER,STAFF_GROUP,STAFF_ROLE,DETAILED_STAFF_ROLE,FTE\n";
  std::size_t person = 0;
  for (const auto& row : place.workforce) {
    if (row.service_area != "primary care network" || is_missing(row.wte)) continue;
    double left = row.wte;
    while (left > 0.005) {
      const double part = std::min(left, 0.8 + 0.2 * static_cast<double>(person % 2));
      text += fmt::format(
          "2026,3,{},{},9Z0001,Invented,QZ01,Invented ICB,Y99,Invented Region,P{:07},Direct Patient "
          "Care,{},{},{:.2f}\n",
          csv_field(row.employer), row.pcn_code, ++person, csv_field(row.role), csv_field(row.role), part);
      left -= part;
    }
  }
  folder.write(fmt::format("1.Primary Care Networks - {} Individual Level.csv", kMonth), text);

  // Practices: every role of a group and its total; NA where nothing was reported; some totals are 0 by
  // mistake.
  std::map<std::string, std::map<std::string, std::map<std::string, double>>>
      by_practice;  // practice -> group -> role -> wte
  std::map<std::string, std::string> names;
  for (const auto& row : place.workforce) {
    if (row.practice_code.empty()) continue;
    const auto group = row.role_group == "GP"    ? "GP"
                       : row.role_group == "PN"  ? "Nurses"
                       : row.role_group == "DPC" ? "Direct Patient Care"
                                                 : "Admin/Non-Clinical";
    by_practice[row.practice_code][group][row.role] = row.wte;
    names[row.practice_code] = row.employer;
  }
  text = "PRAC_CODE,PRAC_NAME,STAFF_GROUP,DETAILED_STAFF_ROLE,MEASURE,VALUE\n";
  for (std::size_t k = 0; const auto& [practice, groups] : by_practice) {
    ++k;
    for (const auto& [group, roles] : groups) {
      double total = 0;
      for (const auto& [role, wte] : roles) total += is_missing(wte) ? 0 : wte;
      for (const auto* measure : {"FTE", "Headcount"}) {
        const bool count = *measure == 'H';
        const auto value = [&](double wte) {
          return is_missing(wte) ? std::string("NA")
                 : count         ? fmt::format("{:.0f}", std::ceil(wte))
                                 : fmt::format("{:.2f}", wte);
        };
        for (const auto& [role, wte] : roles)
          text += fmt::format("{},{},{},{},{},{}\n", practice, csv_field(names[practice]), group,
                              csv_field(role), measure, value(wte));
        text += fmt::format("{},{},{},Total,{},{}\n", practice, csv_field(names[practice]), group, measure,
                            value(k % 25 == 0 ? 0.0 : total));
      }
    }
  }
  folder.write(fmt::format("3 General Practice \xE2\x80\x93 {} Practice Level - High level.csv", kMonth),
               text);
}

}  // namespace placewright::datasets::demo

#include <array>
#include <utility>

#include "datasets/import/recognise_rows.h"

/// Published tables that bring indicators, names of units, and values of practices.
namespace placewright::datasets {
namespace {

constexpr std::string_view kPublicLine =
    "Contains public sector information licensed under the Open Government Licence v3.0";
constexpr std::string_view kLsoa11 = "lsoa code|lsoa11cd|lsoa code (2011)|lsoa11 code";

/// Tables of the census of 2021 as Nomis names them, by the topic before the colon of their headings.
constexpr std::array<std::pair<std::string_view, std::string_view>, 21> kTopics{{
    {"Census 2021 TS003 (household composition)", "household composition: *"},
    {"Census 2021 TS004 (country of birth)", "country of birth: *"},
    {"Census 2021 TS008 (sex)", "sex: *"},
    {"Census 2021 TS011 (households by deprivation)", "household deprivation: *"},
    {"Census 2021 TS017 (household size)", "household size: *"},
    {"Census 2021 TS021 (ethnic group)", "ethnic group: *"},
    {"Census 2021 TS029 (proficiency in English)", "proficiency in english language: *"},
    {"Census 2021 TS030 (religion)", "religion: *"},
    {"Census 2021 TS037 (general health)", "general health: *"},
    {"Census 2021 TS038 (disability)", "disability: *"},
    {"Census 2021 TS039 (unpaid care)", "provision of unpaid care: *"},
    {"Census 2021 TS040 (households with disabled people)", "number of disabled people in household: *"},
    {"Census 2021 TS044 (accommodation type)", "accommodation type: *"},
    {"Census 2021 TS045 (cars or vans)", "number of cars or vans: *"},
    {"Census 2021 TS052 (occupancy rating for bedrooms)", "occupancy rating for bedrooms: *"},
    {"Census 2021 TS054 (tenure)", "tenure of household: *"},
    {"Census 2021 TS061 (method of travel to work)",
     "method of travel to workplace: *|method used to travel to workplace: *"},
    {"Census 2021 TS062 (NS-SEC)", "national statistics socio-economic classification*: *"},
    {"Census 2021 TS063 (occupation)", "occupation*: *"},
    {"Census 2021 TS066 (economic activity status)", "economic activity status: *"},
    {"Census 2021 TS067 (highest qualification)", "highest level of qualification: *"},
}};

Format list_of_units(std::string_view name, std::string_view unit, std::string_view vintage,
                     std::vector<FormatColumn> columns, std::string_view finer) {
  return {.name = name,
          .kind = Kind::unit,
          .columns = std::move(columns),
          .publisher = kOns,
          .licence = kOgl,
          .attribution = kOnsLine,
          .vintage = vintage,
          .detail = unit,
          .indicators = true,
          .parents = true,
          .unless = finer};
}

Format practice_table(std::string_view name, std::string_view detail, std::vector<FormatColumn> columns,
                      std::string_view vintage) {
  return {.name = name,
          .kind = Kind::practice,
          .columns = std::move(columns),
          .publisher = kNhs,
          .licence = kOgl,
          .attribution = kNhsLine,
          .vintage = vintage,
          .detail = detail};
}

}  // namespace

void add_census_formats(const AddFormat& add) {
  for (const auto& [name, topic] : kTopics)
    add({.name = name,
         .kind = Kind::area,
         .columns = {{"name", "geography", true}, {"code", "geography code", true}, {"topic", topic, true}},
         .publisher = kOns,
         .licence = kOgl,
         .attribution = kOnsLine,
         .vintage = "Mar 2021",
         .indicators = true});
  add({.name = "Census 2021 TS001 (residence type)",
       .kind = Kind::area,
       .columns = {{"name", "geography", true},
                   {"code", "geography code", true},
                   {"population", "residence type: total*", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "Mar 2021",
       .indicators = true,
       .fills_gaps = true});
  add({.name = "Census table (Nomis query)",
       .kind = Kind::area,
       .columns = {{"code", "mnemonic", true},
                   {"name", "#### super output area*|area|lower layer super output area*"}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "Mar 2021",
       .indicators = true,
       .needs_more = true});
  add({.name = "Nomis API table",
       .kind = Kind::area,
       .columns = {{"code", "geography code", true},
                   {"name", "geography name"},
                   {"measure", "measures name|measures"},
                   {"sex", "c sex name|sex name|gender name|c#### sex # name"},
                   {"category", "c#### * name|cell name|c * name"},
                   {"category_2", "c#### * name|c * name"},
                   {"category_3", "c#### * name|c * name"},
                   {"date", "date name|date"},
                   {"value", "obs value", true},
                   {"records", "record count"}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "cell:date",
       .detail = "nomis",
       .long_form = true});
}

void add_indicator_formats(const AddFormat& add) {
  add({.name = "connectivity metrics (DfT)",
       .kind = Kind::area,
       .columns = {{"code", kLsoa, true},
                   {"topic",
                    "healthcare (walking)|healthcare (public transport)|healthcare (cycling)|healthcare "
                    "(driving)|healthcare (overall)|overall (walking)|overall (public transport)",
                    true}},
       .publisher = "Department for Transport",
       .licence = kOgl,
       .attribution = kPublicLine,
       .vintage = "file",
       .indicators = true,
       .prefix = "connectivity_",
       .note =
           "its numbers are scores of 0 to 100 among all areas, no minutes; what a 0 means is not stated"});
  add({.name = "journey time statistics (DfT)",
       .kind = Kind::area,
       .columns = {{"code", kLsoa11, true},
                   {"lad_code", "la code"},
                   {"lad_name", "la name"},
                   {"topic", "gpptt|hospptt|psptt|ssptt|feptt|foodptt|townptt|empptt|*ptt", true}},
       .publisher = "Department for Transport",
       .licence = kOgl,
       .attribution = kPublicLine,
       .vintage = "2019",
       .detail = "2011",
       .indicators = true,
       .prefix = "jts_",
       .note = "minutes to the nearest of 2019, the last year of the series, by areas of 2011; long journeys "
               "are capped"});
  add({.name = "housing by LSOA (dwellings and people to come)",
       .kind = Kind::area,
       .columns = {{"code", kLsoa, true},
                   {"name", "lsoa##nm|lsoa name"},
                   {"topic",
                    "dwellings*|new dwellings*|homes*|new homes*|housing *|net additional dwellings*", true}},
       .vintage = "file",
       .indicators = true,
       .parents = true});
  add({.name = "Rural Urban Classification of LSOAs",
       .kind = Kind::area,
       .columns = {{"code", kLsoa, true},
                   {"name", "lsoa##nm|lsoa name"},
                   {"rural_urban_code", "ruc##cd|ruc## code|rural urban classification #### code", true},
                   {"rural_urban",
                    "ruc##nm|ruc##|rural urban classification #### name|rural urban classification ####",
                    true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "heading:rural_urban_code",
       .parents = true});
  add({.name = "Welsh Index of Multiple Deprivation",
       .kind = Kind::area,
       .columns = {{"code", "lsoa code|lsoa##cd|lsoa code (####)", true},
                   {"name", "lsoa name (eng)|lsoa name"},
                   {"lad_name", "local authority name (eng)|local authority name|local authority"},
                   {"topic", "wimd ####*|wimd score*|wimd rank*|welsh index of multiple deprivation*", true}},
       .publisher = "Welsh Government",
       .licence = kOgl,
       .attribution = "Welsh Index of Multiple Deprivation, Welsh Government, Open Government Licence v3.0",
       .vintage = "heading:topic",
       .detail = "2011",
       .indicators = true,
       .prefix = "wimd_",
       .note = "the Welsh index does not compare with that of England: name its column as the brief's "
               "measure of deprivation"});
  add({.name = "LSOA to parish lookup",
       .kind = Kind::area,
       .columns = {{"code", "lsoa##cd", true},
                   {"name", "lsoa##nm"},
                   {"parish_code", "par##cd|parncp##cd", true},
                   {"parish_name", "par##nm|parncp##nm", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "heading:parish_code",
       .parents = true});
  add({.name = "Community Services Data Set by LSOA",
       .kind = Kind::area,
       .columns =
           {{"code", "lsoa code|lsoa##cd|lsoa of residence|lsoa residence|lsoa", true},
            {"label", "measure name|measure desc|measure description|measure|count of|metric", true},
            {"category",
             "team type|team type description|service or team type|secondary level description|breakdown"},
            {"age", "age group|age band"},
            {"sex", "gender|sex"},
            {"period", "reporting period start|reporting period start date|reporting period|period", true},
            {"value", "measure value|metric value|value", true}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "cell:period",
       .long_form = true,
       .prefix = "csds_"});
}

void add_unit_formats(const AddFormat& add) {
  constexpr std::string_view kFiner = "lsoa##cd|oa##cd|lsoa code|pcds|pcd7|postcode|lsoa##nm";
  add(list_of_units("MSOA names (House of Commons Library)", "msoa_code", "heading:msoa_code",
                    {{"msoa_code", "msoa##cd", true},
                     {"msoa_name", "msoa##nm"},
                     {"msoa_hcl_name", "msoa##hclnm", true},
                     {"lad_name", "laname|local authority name|localauthorityname|lad##nm"}},
                    kFiner));
  add(list_of_units(
      "list of parishes", "parish_code", "heading:parish_code",
      {{"parish_code", "par##cd|parncp##cd", true}, {"parish_name", "par##nm|parncp##nm", true}}, kFiner));
  add(list_of_units("list of wards", "ward_code", "heading:ward_code",
                    {{"ward_code", "wd##cd", true}, {"ward_name", "wd##nm", true}},
                    "lsoa##cd|oa##cd|lsoa code|pcds|pcd7|postcode|lsoa##nm|par##cd|parncp##cd|msoa##cd"));
}

void add_practice_formats(const AddFormat& add) {
  add(practice_table("list sizes of practices (patients, all)", "patients",
                     {{"practice", "code|practice code", true},
                      {"org_type", "type|org type", true},
                      {"postcode", "postcode"},
                      {"sex", "sex", true},
                      {"age", "age", true},
                      {"patients", "number of patients", true},
                      {"extract_date", "extract date"}},
                     "cell:extract_date"));
  add(practice_table("patients of practices by five-year age", "patients",
                     {{"practice", "org code|code|practice code", true},
                      {"org_type", "org type|type"},
                      {"sex", "sex", true},
                      {"age", "age group 5", true},
                      {"patients", "number of patients", true},
                      {"extract_date", "extract date"}},
                     "cell:extract_date"));
  add(practice_table("patients of practices by single year of age", "patients",
                     {{"practice", "org code|practice code", true},
                      {"org_type", "org type|type"},
                      {"sex", "sex", true},
                      {"age", "age", true},
                      {"patients", "number of patients", true},
                      {"extract_date", "extract date"}},
                     "cell:extract_date"));
  add(practice_table(
      "NHS Payments to General Practice", "payments",
      {{"practice", "practice code", true},
       {"name", "practice name"},
       {"patients", "number of registered patients*|average number of registered patients*", true},
       {"weighted", "number of weighted patients*|average number of weighted patients*", true}},
      "file"));
  add(practice_table("QOF prevalence", "prevalence",
                     {{"practice", "practice code", true},
                      {"label", "group code", true},
                      {"value", "register", true},
                      {"list_type", "patient list type"},
                      {"patients", "practice list size", true}},
                     "file"));
  add(practice_table("QOF achievement", "achievement",
                     {{"practice", "practice code", true},
                      {"label", "indicator code", true},
                      {"measure", "measure", true},
                      {"value", "value", true}},
                     "file"));
  Format staff{.name = "GP workforce, practice level, detailed",
               .kind = Kind::workforce,
               .columns = {{"practice_code", "prac code", true},
                           {"name", "prac name"},
                           {"pcn_code", "pcn code"},
                           {"gp", "total gp fte", true},
                           {"gp_permanent", "total gp extgl fte"},
                           {"nurses", "total nurses fte", true},
                           {"dpc", "total dpc fte", true},
                           {"admin", "total admin fte", true}},
               .publisher = kNhs,
               .licence = kOgl,
               .attribution = kNhsLine,
               .vintage = "file",
               .detail = "practice_wide"};
  add(std::move(staff));
  add({.name = "consolidated pharmaceutical list",
       .kind = Kind::site,
       .columns = {{"id", "pharmacy ods code f code|pharmacy ods code (f code)|pharmacy ods code", true},
                   {"name", "pharmacy trading name|trading name", true},
                   {"organisation", "organisation name"},
                   {"postcode", "post code|postcode", true},
                   {"contract", "contract type", true}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file",
       .detail = "pharmacy"});
  add({.name = "organisation of the ODS (ORD JSON)",
       .kind = Kind::site,
       .columns = {{"id", "ods code", true},
                   {"name", "organisation name", true},
                   {"kind", "site kind", true},
                   {"status", "ord status", true},
                   {"postcode", "postcode"},
                   {"organisation", "operated by"},
                   {"pcn_code", "pcn code"}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file",
       .detail = "ord"});
}

}  // namespace placewright::datasets

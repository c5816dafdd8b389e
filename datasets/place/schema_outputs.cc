#include "datasets/place/schema.h"

namespace placewright::datasets {
namespace {

/// PCNs and practices against the neighbourhoods.
std::vector<Output> with_organisations(std::vector<Output> outputs) {
  using enum ColumnType;
  const std::vector<Output> of_organisations{
      {"pcn_by_neighbourhood.csv, where practices are in PCNs; also a sheet of plan.xlsx",
       "export",
       {"pcn_by_neighbourhood",
        "Registered patients by PCN and neighbourhood, a row where they share any.",
        {{"pcn_code", text, "", "code of the PCN", "U12345"},
         {"pcn", text, "", "its name, where a table of PCNs gives it", "Armley PCN"},
         {"neighbourhood", text, "", "id of the neighbourhood", "N07"},
         {"patients", number, "patients", "registered patients of the PCN who live there", "20400"},
         {"share_of_pcn", number, "share 0..1", "of the PCN's patients living in the plan", "0.582"},
         {"share_of_neighbourhood", number, "share 0..1", "of the patients living there who are with any PCN",
          "0.464"}},
        {"pcn_code", "neighbourhood"}}},
      {"split_practices.csv, where a practice is split; also a sheet of plan.xlsx",
       "export",
       {"split_practices",
        "Practices with the material share of their patients (threshold.split, 5 %) in a second "
        "neighbourhood.",
        {{"practice_code", text, "", "code of the practice", "B86001"},
         {"practice", text, "", "name", "Hyde Park Surgery"},
         {"pcn_code", text, "", "its PCN", "U12345"},
         {"patients", number, "patients", "registered patients living in the plan", "8200"},
         {"neighbourhood", text, "", "where most of them live", "N07"},
         {"patients_there", number, "patients", "patients living there", "5100"},
         {"second", text, "", "where most of the others live", "N08"},
         {"patients_in_second", number, "patients", "patients living there", "2400"},
         {"elsewhere", number, "patients", "patients in further neighbourhoods", "700"},
         {"parts", whole, "neighbourhoods", "those that hold the material share of its patients or more",
          "2"}},
        {"practice_code"}}}};
  outputs.insert(outputs.end(), of_organisations.begin(), of_organisations.end());
  return outputs;
}

/// What an office keeps of its own, and the recipe of an import.
std::vector<Output> with_own_words(std::vector<Output> outputs) {
  using enum ColumnType;
  const std::vector<Output> of_words{
      {"settings.csv; import takes it back",
       "export --own-words",
       {"settings",
        "The place's own words and thresholds: word.neighbourhood and word.neighbourhoods; "
        "workforce_definition; threshold.min_coverage, .split, .few_patients and .same "
        "as shares, threshold.catchment and .near in minutes. A blank value is none.",
        {{"setting", text, "", "name of the setting", "word.neighbourhood"},
         {"value", text, "", "its value", "locality"}},
        {"setting"}}},
      {"roles.csv; import takes it back",
       "export --own-words",
       {"roles",
        "Role taxonomy: what counts as workforce.",
        {{"role", text, "", "role", "district nurse"},
         {"role_group", text, "", "group of roles", "nursing"},
         {"sector", text, "", "NHS, primary_care, LA, independent, VCSE or other", "NHS"}},
        {"role", "sector"}}},
      {"notes.csv; import takes it back",
       "export --own-words",
       {"notes",
        "Local knowledge. In a file of one's own only author, text and kind are needed.",
        {{"id", text, "", "identifies the note", "note-1"},
         {"author", text, "", "who", "tenants' association"},
         {"date", text, "", "when, ISO 8601", "2026-03-03"},
         {"text", text, "", "what they say", "The bridge floods in winter."},
         {"kind", text, "", "kind of note", "hotspot"},
         {"area", text, "", "area code it is about", "E01011264"},
         {"x", number, "m", "easting, EPSG:27700", "428100"},
         {"y", number, "m", "northing", "435400"},
         {"uplift", number, "share", "need uplift: 0.15 or 15 % adds fifteen in a hundred", "0.15"},
         {"evidence", text, "", "what it rests on", "survey of 40 households"},
         {"plan", text, "", "the plan it is about; empty for all", "A"}},
        {"id"}}},
      {"RECIPE.toml; import --recipe takes it back",
       "import --write-recipe",
       {"recipe",
        "Which files make a place and how, as TOML; a row here is a key.",
        {{"name", text, "", "the name of the place", "Leeds"},
         {"within", text, "", "what the place is to be", "E08000035"},
         {"buffer", number, "km", "context around it", "3"},
         {"period", text, "", "of tables of indicators by period: which one", "2023/24"},
         {"source.files", text, "", "[[source]]: list of paths relative to the recipe, * and ? as wildcards",
          "[\"downloads/*.csv\"]"},
         {"source.as", text, "", "what these files are, by hand", "site"},
         {"source.layer", text, "", "the layer or sheet to take", "Sheet1"},
         {"source.map", text, "", "which column is which field, by hand", "{ name = \"Clinic\" }"}}}}};
  outputs.insert(outputs.end(), of_words.begin(), of_words.end());
  return outputs;
}

}  // namespace

// One row a file or a kind of output. Columns as in the place's tables; tests compare them with what is
// written.
const std::vector<Output>& output_tables() {
  using enum ColumnType;
  static const auto outputs = with_own_words(with_organisations({
      {"OUT.csv or standard output",
       "draw --lookup OUT.csv; plans PLACE --lookup NAME",
       {"lookup",
        "A plan as a table: CSV, UTF-8, sorted by area code. It comes back in by plans --import and score "
        "--lookup.",
        {{"area_code", text, "", "area code", "E01011264"},
         {"neighbourhood", text, "", "id of the neighbourhood; empty when unassigned", "N07"},
         {"name", text, "", "name of the neighbourhood", "Armley"}},
        {"area_code"}}},
      {"LSOA_(2021)_to_<Place>_Neighbourhood_(<Month>_<YYYY>)_Exact_Fit_Lookup.csv",
       "export",
       {"lookup_ons",
        "The lookup in the layout of the Office for National Statistics; 26 stands for the year of the plan.",
        {{"LSOA21CD", text, "", "area code", "E01011264"},
         {"LSOA21NM", text, "", "area name", "Leeds 063A"},
         {"NBHD26CD", text, "",
          "code of the place's only authority, ICB or sub-ICB and the id within the plan; no national code "
          "exists",
          "E08000035-N07"},
         {"NBHD26NM", text, "", "name of the neighbourhood", "Armley"},
         {"MNBH26CD", text, "", "multi-neighbourhood", "West"},
         {"MNBH26NM", text, "", "its name", "West"},
         {"LAD26CD", text, "", "local authority district; the year is that of its lookup, where known",
          "E08000035"},
         {"LAD26NM", text, "", "its name", "Leeds"},
         {"ObjectId", whole, "", "row number", "1"}},
        {"LSOA21CD"}}},
      {"neighbourhoods.csv; also a sheet of plan.xlsx and a layer of plan.gpkg, with geometry",
       "export",
       {"neighbourhoods",
        "What is known of each neighbourhood.",
        {{"id", text, "", "id within the plan", "N07"},
         {"name", text, "", "working name", "Armley"},
         {"areas", whole, "areas", "small areas", "24"},
         {"residents", number, "people", "usual residents", "41250"},
         {"registered", number, "patients", "patients of any GP practice who live here", "43900"},
         {"registered_per_resident", number, "patients a resident",
          "registered over residents; ask why outside 0.9 to 1.15", "1.064"},
         {"deprivation_mean", number, "",
          "mean of the brief's measure over residents; an IMD score is higher where more deprived", "31.2"},
         {"priority_share", number, "share 0..1", "share of residents in priority areas", "0.42"},
         {"practices", whole, "practices", "open GP practices that lie here", "5"},
         {"hectares", number, "ha", "land", "812.4"},
         {"polsby_popper", number, "0..1", "4 pi area / perimeter squared; coastline lowers it", "0.31"},
         {"reock", number, "0..1", "area over that of the least enclosing circle", "0.44"},
         {"convex_hull", number, "0..1", "area over that of the convex hull", "0.78"},
         {"pieces", whole, "pieces", "connected pieces; links in force count", "1"},
         {"people_outside_bounds", number, "people", "people short of the minimum or over the maximum", "0"},
         {"reason", text, "", "why an exception to a rule is accepted", "river on three sides"},
         {"code", text, "", "unique code, as in the lookup", "E08000035-N07"}},
        {"id"}}},
      {"practice_to_neighbourhood.csv; also a sheet of plan.xlsx",
       "export",
       {"practice_to_neighbourhood",
        "GP practices by neighbourhood: by where their patients live, and by where they lie.",
        {{"practice_code", text, "", "code of the practice", "B86001"},
         {"practice", text, "", "name", "Hyde Park Surgery"},
         {"pcn_code", text, "", "its PCN", "U12345"},
         {"postcode", text, "", "postcode", "LS6 1AB"},
         {"list", number, "patients", "patients on the whole list", "8450"},
         {"living_in_place", number, "share 0..1", "share of the list that lives in the place", "0.97"},
         {"neighbourhood_by_patients", text, "", "where most of its patients of the place live", "N07"},
         {"neighbourhood_by_patients_name", text, "", "its name", "Armley"},
         {"share_of_list", number, "share 0..1", "share of the whole list that lives in that neighbourhood",
          "0.62"},
         {"neighbourhood_by_location", text, "", "where the practice lies; empty outside the place", "N07"},
         {"neighbourhood_by_location_name", text, "", "its name", "Armley"},
         {"open", text, "", "yes or no, by the list of practices; or not listed", "yes"}},
        {"practice_code"}}},
      {"postcode_to_neighbourhood.csv, where the place has postcodes",
       "export",
       {"postcode_to_neighbourhood",
        "Postcodes by neighbourhood, by the postcode's point.",
        {{"postcode", text, "", "postcode", "LS6 1AB"},
         {"area_code", text, "", "area that holds the point", "E01011264"},
         {"neighbourhood", text, "", "id of the neighbourhood", "N07"},
         {"name", text, "", "its name", "Armley"}},
        {"postcode"}}},
      {"a sheet of plan.xlsx",
       "export",
       {"criteria",
        "What the plan is judged by: loss 0 is best, 1 worst.",
        {{"criterion", text, "", "name, as in the brief", "compactness"},
         {"weight", number, "", "weight in the total", "1"},
         {"loss", number, "0..1", "0 best, 1 worst", "0.2451"},
         {"loss_of_plain_plan", number, "0..1", "loss of a plain legal plan (fixed seed), for scale",
          "0.4012"},
         {"loss_of_best_for_it_alone", number, "0..1", "loss of the best quick plan for this criterion alone",
          "0.2110"},
         {"ingredients", text, "", "natural units behind the loss", "cut_m 297,000"}},
        {"criterion"}}},
  }));
  return outputs;
}

}  // namespace placewright::datasets

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "boundaries/output/align_tables.h"
#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// `align` as a user runs it: on the invented place, and on three real ones against a second count.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

std::string drawn_demo(const datasets::TemporaryFolder& folder) {
  const auto path = folder.path("demo.gpkg");
  EXPECT_EQ(run_program(folder, "demo '" + path + "' --quiet").code, 0);
  EXPECT_EQ(run_program(folder, "draw '" + path + "' --plan A --effort quick --no-references --quiet").code,
            0);
  return path;
}

/// What a table of practices and their PCNs is worth, from the rows of the place alone.
struct Counted {
  double aligned = 0, patients = 0, moved = 0;
  std::size_t moves = 0;
  std::map<std::string, std::size_t> pieces;
};
Counted count_again(const datasets::Place& place, const std::map<std::string, std::string>& pcn_of) {
  std::map<std::string, std::string> neighbourhood, was;
  for (const auto& plan : place.plans)
    if (plan.name == "A")
      for (const auto& row : plan.assignments) neighbourhood[row.area] = row.neighbourhood;
  for (const auto& site : place.sites)
    if (site.kind == "gp" && !site.pcn_code.empty()) was[site.id] = site.pcn_code;
  std::map<std::string, std::map<std::string, double>> overlap, in_area;
  std::map<std::string, double> list, today_here, today_list;
  for (const auto& row : place.registrations) {
    const auto pcn = pcn_of.find(row.practice);
    if (pcn == pcn_of.end()) continue;
    list[row.practice] += row.patients;
    today_list[was.at(row.practice)] += row.patients;
    const auto at = neighbourhood.find(row.area);
    if (at == neighbourhood.end()) continue;
    overlap[pcn->second][at->second] += row.patients;
    in_area[row.area][pcn->second] += row.patients;
    today_here[was.at(row.practice)] += row.patients;
  }
  Counted counted;
  for (const auto& [pcn, row] : overlap) {
    if (today_here[pcn] < 0.01 * today_list[pcn]) continue;
    double most = 0;
    for (const auto& [id, n] : row) most = std::max(most, n), counted.patients += n;
    counted.aligned += most;
  }
  for (const auto& [practice, pcn] : pcn_of)
    if (was.at(practice) != pcn) ++counted.moves, counted.moved += list[practice];
  std::vector<std::string> owner(place.areas.size());
  for (std::size_t i = 0; i < owner.size(); ++i) {
    double most = 0;
    for (const auto& [pcn, n] : in_area[place.areas.code[i]])
      if (n > most) most = n, owner[i] = pcn;
  }
  const auto graph = datasets::graph_of(place);
  std::vector<char> seen(owner.size(), 0);
  for (std::uint32_t first = 0; first < owner.size(); ++first) {
    if (seen[first] || owner[first].empty()) continue;
    ++counted.pieces[owner[first]];
    std::vector<std::uint32_t> piece{first};
    seen[first] = 1;
    for (std::size_t at = 0; at < piece.size(); ++at)
      for (const auto next : graph.neighbours(piece[at]))
        if (!seen[next] && owner[next] == owner[first]) seen[next] = 1, piece.push_back(next);
  }
  return counted;
}

/// practice -> PCN of a column of the table that --csv writes.
std::map<std::string, std::string> read_pcns(const std::string& path, const std::string& column) {
  std::map<std::string, std::string> pcns;
  const auto text = datasets::read_bytes(path);
  std::vector<std::string> header;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char letter : text.substr(begin, end - begin)) {
      if (letter == '"')
        quoted = !quoted;
      else if (letter == ',' && !quoted)
        cells.emplace_back();
      else if (letter != '\r')
        cells.back() += letter;
    }
    begin = end + 1;
    if (header.empty()) {
      header = cells;
      continue;
    }
    const auto at = std::find(header.begin(), header.end(), column) - header.begin();
    pcns[cells.at(0)] = cells.at(static_cast<std::size_t>(at));
  }
  return pcns;
}

/// Runs align and counts what it says anew.
void check_place(const datasets::TemporaryFolder& folder, const std::string& path,
                 const std::string& options) {
  const auto csv = folder.path("practices.csv");
  const auto ran =
      run_program(folder, "align '" + path + "' --plan A --json --quiet --csv '" + csv + "' " + options);
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto answer = Json::parse(ran.out);
  const auto place =
      datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read).read(datasets::Tables::everything);
  const auto before = count_again(place, read_pcns(csv, "pcn_today")),
             after = count_again(place, read_pcns(csv, "pcn"));
  EXPECT_EQ(before.moves, 0u);
  EXPECT_NEAR(before.patients, answer["patients"].get<double>(), 1e-6);
  EXPECT_NEAR(before.aligned / before.patients, answer["share_today"].get<double>(), 1e-9);
  const auto& last = answer["curve"].back()["in_one_piece"];
  EXPECT_NEAR(after.aligned, last["aligned"].get<double>(), 1e-6);
  EXPECT_NEAR(after.moved, last["patients_moved"].get<double>(), 1e-6);
  EXPECT_EQ(after.moves, last["moves"].get<std::size_t>());
  EXPECT_EQ(after.moves, answer["changes"].size());
  EXPECT_GT(after.aligned, before.aligned);
  for (const auto& [pcn, pieces] : after.pieces)
    EXPECT_LE(pieces, std::max<std::size_t>(1, before.pieces.contains(pcn) ? before.pieces.at(pcn) : 0))
        << pcn;
  double share = 0;
  for (const auto& row : answer["curve"]) {
    EXPECT_TRUE(row["any"]["proved"].get<bool>()) << row["moves"];
    const auto& whole = row["in_one_piece"];
    EXPECT_TRUE(whole["proved"].get<bool>() || whole["gap"].get<double>() > 0);
    EXPECT_LE(whole["share"].get<double>(), row["any"]["share"].get<double>() + 1e-9);
    EXPECT_GE(whole["share"].get<double>(), share - 1e-12);
    share = whole["share"].get<double>();
  }
}

TEST(AlignCommand, TheDemoIsAlignedAndASecondCountAgrees) {
  const datasets::TemporaryFolder folder;
  check_place(folder, drawn_demo(folder), "--moves 3 --min-list 0 --max-list 1000000");
}

TEST(AlignCommand, TheSameQuestionGivesTheSameBytesAndItsTablesAreSaid) {
  const datasets::TemporaryFolder folder;
  const auto path = drawn_demo(folder);
  const auto line = "align '" + path + "' --plan A --moves 2 --across 1 --max-list 80000";
  const auto first = run_program(folder, line), again = run_program(folder, line);
  EXPECT_EQ(first.code, 0);
  EXPECT_EQ(first.out, again.out);
  for (const auto* words : {"in_one_piece_%", "proved", "1 may work across two neighbourhoods"})
    EXPECT_NE(first.out.find(words), std::string::npos) << words;
}

TEST(AlignCommand, WhatCannotBeAskedIsSaidWithWhatToDo) {
  const datasets::TemporaryFolder folder;
  const auto path = drawn_demo(folder);
  auto ran = run_program(folder, "align '" + path + "' --plan B");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("try:"), std::string::npos);
  ran = run_program(folder, "align '" + path + "' --plan A --min-list 9 --max-list 3");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("--min-list"), std::string::npos);
  ran = run_program(folder, "align '" + path + "' --plan A --keep X99999");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("X99999"), std::string::npos);
  EXPECT_EQ(run_program(folder, "align '" + path + "' --plan A --moves some").code, 2);
}

class AlignCity : public testing::TestWithParam<const char*> {};

TEST_P(AlignCity, IsAlignedWithProofAndASecondCountAgrees) {
  const std::string data = PLACEWRIGHT_SHARED "/data";
  if (!std::filesystem::exists(data + "/places")) GTEST_SKIP() << "no data folder at " << data;
  const datasets::TemporaryFolder folder;
  const auto path = folder.path("city.gpkg");
  const std::string city = GetParam();
  ASSERT_EQ(run_program(folder, "import '" + path + "' '" + data + "/places/" + city + "/" + city +
                                    ".gpkg' '" + data + "/england/england_gp_practices.csv' '" + data +
                                    "/england/england_gp_registrations_lsoa21.zip' --quiet")
                .code,
            0);
  ASSERT_EQ(run_program(folder, "draw '" + path + "' --plan A --effort quick --no-references --quiet").code,
            0);
  check_place(folder, path, "--moves 4");
}
INSTANTIATE_TEST_SUITE_P(SlowCities, AlignCity, testing::Values("leeds", "bradford", "manchester_trafford"));

}  // namespace
}  // namespace placewright::boundaries::cli

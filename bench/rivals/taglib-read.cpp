// The other end of PassProcess with TagLib, single-threaded, as a library scanner uses it: all text properties and the audio properties of each file.
// Needs libtag1-dev; built by rivals/taglib.ts with g++ -O2.
#include <taglib/audioproperties.h>
#include <taglib/fileref.h>
#include <taglib/tag.h>
#include <taglib/tpropertymap.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

// What was read goes here, so that no compiler leaves the reading out.
static volatile size_t kept = 0;

static bool readOne(const std::string &path) {
  TagLib::FileRef file(path.c_str(), true, TagLib::AudioProperties::Fast);
  if (file.isNull()) return false;
  size_t bytes = 0;
  const TagLib::PropertyMap properties = file.file()->properties();
  for (const auto &property : properties) {
    bytes += property.first.to8Bit(true).size();
    for (const auto &value : property.second) bytes += value.to8Bit(true).size();
  }
  const TagLib::AudioProperties *audio = file.audioProperties();
  if (audio != nullptr) bytes += audio->lengthInMilliseconds() + audio->bitrate() + audio->sampleRate() + audio->channels();
  kept = kept + bytes;
  return true;
}

int main() {
  std::string list;
  while (std::getline(std::cin, list)) {
    std::vector<std::string> paths;
    std::ifstream lines(list);
    for (std::string path; std::getline(lines, path);) paths.push_back(path);
    const auto start = std::chrono::steady_clock::now();
    size_t read = 0;
    for (const auto &path : paths) read += readOne(path);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::cout << seconds.count() << ' ' << read << std::endl;
  }
}

package io.rickyard.stack.blueprint;

import java.util.List;

/** All releases there are. */
public final class Blueprints {

  static final String VALUES = "values.json";

  private final List<Release> releases;

  private Blueprints(List<Release> releases) {
    this.releases = List.copyOf(releases);
  }

  /**
   * Reads and checks the data that come with this module.
   *
   * @throws BlueprintException naming the file and what is wrong in it
   */
  public static Blueprints shipped() {
    return read(BlueprintFiles.shipped());
  }

  static Blueprints read(BlueprintFiles files) {
    var index = BlueprintJson.read(files, "index.json", Index.class);
    var reader = new ReleaseReader(files);
    return new Blueprints(index.releases().stream().map(reader::read).toList());
  }

  /**
   * Which releases there are.
   *
   * @param releases their names, the one for new stacks first
   */
  record Index(List<String> releases) {
    Index {
      if (releases.isEmpty()) {
        throw new IllegalArgumentException("There is no release");
      }
    }
  }

  /** All releases, the one for new stacks first. */
  public List<Release> releases() {
    return releases;
  }

  /** The release of that name. */
  public Release release(String name) {
    return releases.stream()
        .filter(release -> release.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new BlueprintException(
                "There is no release %s, but %s"
                    .formatted(name, releases.stream().map(Release::name).toList())));
  }

  /** The release new stacks are made of. */
  public Release newest() {
    return releases.getFirst();
  }
}

package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A release as its file says it.
 *
 * @param name its name, which is its file's
 * @param meaning what is special about it
 * @param databaseMajor the major version of its database
 * @param services what each service is
 */
record ReleaseData(
    String name, String meaning, int databaseMajor, SequencedMap<String, Chosen> services) {

  /**
   * What one service is.
   *
   * @param blueprint the file of its blueprint, without the ending
   * @param image its image
   */
  record Chosen(String blueprint, ImageName image) {
    Chosen {
      requireNonNull(blueprint, "blueprint");
      requireNonNull(image, "image");
    }
  }

  ReleaseData {
    requireNonNull(name, "name");
    requireNonNull(meaning, "meaning");
    services = new LinkedHashMap<>(services);
  }

  Chosen service(String name) {
    var service = services.get(name);
    if (service == null) {
      throw new BlueprintException("The release %s has no service %s".formatted(this.name, name));
    }
    return service;
  }

  ReleaseData withImages(Map<String, ImageName> images) {
    var changed = new LinkedHashMap<>(services);
    images.forEach(
        (service, image) -> changed.put(service, new Chosen(service(service).blueprint(), image)));
    return new ReleaseData(name, meaning, databaseMajor, changed);
  }
}

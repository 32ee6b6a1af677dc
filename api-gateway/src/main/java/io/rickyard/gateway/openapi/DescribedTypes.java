package io.rickyard.gateway.openapi;

import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The types that schemas of the description have their names from: those of the gateway and of the
 * contracts, by their names without packages, such as {@code Backoff.Kind}.
 */
final class DescribedTypes implements Function<String, Class<?>> {

  private static final String SUFFIX = ".class";
  private static final String OURS = "io.rickyard.";

  private final Map<String, Set<String>> binaryNames = new HashMap<>();

  private DescribedTypes() {}

  /** Those that were compiled last. */
  static DescribedTypes compiled() throws IOException {
    var types = new DescribedTypes();
    for (var anchor : List.of(DescribedTypes.class, ContractJson.class)) {
      types.read(place(anchor));
    }
    return types;
  }

  @Override
  public Class<?> apply(String schema) {
    var found = binaryNames.getOrDefault(schema, Set.of());
    if (found.size() != 1) {
      throw new IllegalStateException(
          "The schema %s is to be of one type, and these are called so: %s"
              .formatted(schema, found));
    }
    try {
      return Class.forName(found.iterator().next());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The type of " + schema + " is gone", e);
    }
  }

  private static Path place(Class<?> anchor) {
    try {
      return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Nobody knows where " + anchor + " is from", e);
    }
  }

  /** A directory of classes, or a jar. */
  private void read(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      readBelow(place);
      return;
    }
    try (var jar = FileSystems.newFileSystem(place)) {
      readBelow(jar.getPath("/"));
    }
  }

  private void readBelow(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(SUFFIX))
          .map(
              file -> file.substring(0, file.length() - SUFFIX.length()).replaceAll("[/\\\\]", "."))
          .filter(name -> name.startsWith(OURS))
          .forEach(name ->
              binaryNames
                  .computeIfAbsent(
                      name.substring(name.lastIndexOf('.') + 1).replace('$', '.'),
                      _ -> new TreeSet<>())
                  .add(name));
    }
  }
}

package io.rickyard.gateway.tls;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A certificate with its chain, and its key, in two files beside each other: {@code NAME.crt} and
 * {@code NAME.key}, or as certificate clients leave them, {@code fullchain.pem} and {@code
 * privkey.pem}.
 *
 * @param chain the certificate and those that lead to its authority
 * @param key the private key
 */
record CertificatePair(Path chain, Path key) {

  private static final String CHAIN = ".crt";
  private static final String FULL_CHAIN = "fullchain.pem";

  CertificatePair {
    requireNonNull(chain, "chain");
    requireNonNull(key, "key");
  }

  /** All in a directory and in those directly below it, in the order of their names. */
  static List<CertificatePair> in(Path directory) {
    try (Stream<Path> below = Files.list(directory);
        Stream<Path> files = below.sorted().flatMap(CertificatePair::files)) {
      return files.flatMap(file -> of(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The directory %s cannot be read".formatted(directory), e);
    }
  }

  /** Tells whether a file was changed or put in another's place, without reading it. */
  Stream<Object> stamp() {
    return Stream.of(chain, key).flatMap(file -> Stream.of(file, stamp(file)));
  }

  private static Stream<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return Stream.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("The directory %s cannot be read".formatted(path), e);
    }
  }

  private static Optional<CertificatePair> of(Path file) {
    var name = String.valueOf(file.getFileName());
    if (name.equals(FULL_CHAIN)) {
      return Optional.of(new CertificatePair(file, file.resolveSibling("privkey.pem")));
    }
    return name.endsWith(CHAIN)
        ? Optional.of(
            new CertificatePair(
                file,
                file.resolveSibling(name.substring(0, name.length() - CHAIN.length()) + ".key")))
        : Optional.empty();
  }

  private static Object stamp(Path file) {
    try {
      var attributes =
          Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
      return List.of(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (IOException _) {
      return "missing";
    }
  }
}

package io.rickyard.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SHA-256 of a changelog with all that it includes, found without Liquibase, which takes a good
 * part of a start only to read them.
 *
 * <p>Known are the two forms that our changelogs have: a file of SQL, and a list in XML of {@code
 * <include file="..."/>} of such files and {@code <includeAll path=".../"/>} of directories of
 * them. Whatever else stands in a changelog makes it one without fingerprint, so that nothing is
 * ever taken for unchanged that could not be read.
 */
final class ChangelogFingerprint {

  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
  private static final Pattern ENVELOPE =
      Pattern.compile("<\\?xml[^>]*\\?>|</?databaseChangeLog[^>]*>");
  private static final Pattern INCLUDE =
      Pattern.compile("<include file=\"([^\"]+\\.sql)\"/>|<includeAll path=\"([^\"]+/)\"/>");

  private final ClassLoader classes;

  /** Reads changelogs from this class path. */
  ChangelogFingerprint(ClassLoader classes) {
    this.classes = classes;
  }

  /** 64 hexadecimal digits; nothing when the changelog holds something that is not known here. */
  Optional<String> of(String changelog) throws IOException {
    var digest = sha256();
    if (changelog.endsWith(".sql")) {
      add(digest, changelog);
    } else if (!addList(digest, changelog)) {
      return Optional.empty();
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  /** Whether everything in the list was known. */
  private boolean addList(MessageDigest digest, String changelog) throws IOException {
    String text = new String(content(changelog), UTF_8);
    String list = ENVELOPE.matcher(COMMENT.matcher(text).replaceAll("")).replaceAll("");
    if (!INCLUDE.matcher(list).replaceAll("").isBlank()) {
      return false;
    }
    var includes = INCLUDE.matcher(list);
    while (includes.find()) {
      String file = includes.group(1);
      for (String each : file == null ? filesIn(includes.group(2)) : List.of(file)) {
        if (!each.endsWith(".sql")) {
          return false;
        }
        add(digest, each);
      }
    }
    return true;
  }

  /** With its name and length, so that nothing can move from one file to the next unseen. */
  private void add(MessageDigest digest, String file) throws IOException {
    byte[] content = content(file);
    digest.update((file + "\n" + content.length + "\n").getBytes(UTF_8));
    digest.update(content);
  }

  private byte[] content(String file) throws IOException {
    try (var in = classes.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("The changelog " + file + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  /** All files below the directory, wherever on the class path, in the order of their names. */
  private SortedSet<String> filesIn(String directory) throws IOException {
    var files = new TreeSet<String>();
    for (URL place : Collections.list(classes.getResources(directory))) {
      if (place.openConnection() instanceof JarURLConnection jar) {
        jar.getJarFile().stream()
            .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(directory))
            .forEach(entry -> files.add(entry.getName()));
      } else {
        Path root = Path.of(URI.create(place.toString()));
        try (Stream<Path> paths = Files.walk(root)) {
          paths
              .filter(Files::isRegularFile)
              .forEach(path -> files.add(directory + root.relativize(path)));
        }
      }
    }
    return files;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}

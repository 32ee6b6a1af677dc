package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of a test's own that can be full. */
final class SmallDisk implements AutoCloseable {

  private static final int PIECE = 1 << 20;

  private final Path mount;

  private SmallDisk(Path mount) {
    this.mount = mount;
  }

  /** In main memory, of so many MiB. */
  static SmallDisk mount(Path directory, int mebibytes) throws IOException {
    Files.createDirectories(directory);
    run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(mebibytes), "rickyard-test", directory);
    return new SmallDisk(directory);
  }

  Path path() {
    return mount;
  }

  private Path filler() {
    return mount.resolve("filler");
  }

  /** Leaves no more than so many bytes. */
  void fill(long left) throws IOException {
    var piece = new byte[PIECE];
    var store = Files.getFileStore(mount);
    try (var out = Files.newOutputStream(filler())) {
      while (store.getUsableSpace() > left + PIECE) {
        out.write(piece);
      }
      while (store.getUsableSpace() > left) {
        out.write(0);
        out.write(piece, 0, (int) Math.min(4095, store.getUsableSpace() - left));
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
    }
  }

  /** Gives back what it was filled with. */
  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private static void run(String program, Object... words) throws IOException {
    var command = new ArrayList<>(List.of(RequiredTool.program(program).toString()));
    for (var word : words) {
      command.add(word.toString());
    }
    var done = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(done.getInputStream().readAllBytes(), UTF_8);
    assertThat(done.onExit().join().exitValue()).as("%s: %s", command, said).isZero();
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", mount);
  }
}

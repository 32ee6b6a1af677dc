package io.rickyard.gateway.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.json.ContractJson;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A function with its files, as the hosted platform's clients read it: a form whose first part says
 * where it begins, and whose others have the path of a file each.
 *
 * @param entrypoint the file where it begins
 * @param files its files
 */
record FunctionForm(String entrypoint, List<Part> files) {

  FunctionForm {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param path where it stands in the project that it was deployed from
   * @param content its bytes, in base64
   */
  record Part(String path, String content) {}

  /** A boundary that stands in none of the parts but by a chance that nobody meets. */
  static String boundary() {
    var bytes = new byte[24];
    ThreadLocalRandom.current().nextBytes(bytes);
    return "rickyard-" + HexFormat.of().formatHex(bytes);
  }

  /** All of it. */
  byte[] written(String boundary) {
    var out = new ByteArrayOutputStream();
    part(
        out,
        boundary,
        "Content-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json",
        metadata());
    for (var file : files) {
      part(
          out,
          boundary,
          """
          Content-Disposition: form-data; name="file"; filename="%s"\r
          Supabase-Path: %s\r
          Content-Type: application/octet-stream\
          """
              .formatted(escaped(file.path()), file.path()),
          Base64.getDecoder().decode(file.content()));
    }
    out.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
    return out.toByteArray();
  }

  private byte[] metadata() {
    try {
      return ContractJson.mapper().writeValueAsBytes(Map.of("deno2_entrypoint_path", entrypoint));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts can always be written", e);
    }
  }

  private static void part(
      ByteArrayOutputStream out, String boundary, String head, byte[] content) {
    out.writeBytes("--%s\r\n%s\r\n\r\n".formatted(boundary, head).getBytes(UTF_8));
    out.writeBytes(content);
    out.writeBytes("\r\n".getBytes(UTF_8));
  }

  /** As browsers do it (HTML, multipart form data); paths hold no line breaks. */
  private static String escaped(String path) {
    return path.replace("\"", "%22");
  }
}

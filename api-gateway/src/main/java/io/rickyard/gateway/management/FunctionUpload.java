package io.rickyard.gateway.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * A function as the hosted platform's clients send it: a form (RFC 7578) of files, each with its
 * path from the root of the project as its file name, and of what it is, in whatever order.
 *
 * @param metadata what it is
 * @param files its files, as the worker wants them
 */
record FunctionUpload(Metadata metadata, List<Map<String, String>> files) {

  /** The most bytes of all files; what surrounds them is counted with them. */
  static final long MOST_BYTES = 10L * 1024 * 1024;

  private static final int MOST_FILES = 1_000;
  private static final int LONGEST_METADATA = 65_536;

  private static final ObjectReader READER =
      ContractJson.mapper()
          .readerFor(Metadata.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  FunctionUpload {
    files = List.copyOf(files);
  }

  /**
   * What a function is.
   *
   * @param name its name, for people
   * @param entrypointPath the file where it begins
   * @param importMapPath the file that says what names its modules have
   * @param staticPatterns which of its files it reads while it runs
   * @param verifyJwt whether its callers need a token or a key
   */
  record Metadata(
      @Nullable String name,
      @Nullable String entrypointPath,
      @Nullable String importMapPath,
      @Nullable List<String> staticPatterns,
      @Nullable Boolean verifyJwt) {}

  /** A function of one file. */
  static FunctionUpload of(@Nullable String name, @Nullable Boolean verifyJwt, String body) {
    var path = "index.ts";
    return new FunctionUpload(
        new Metadata(name, path, null, null, verifyJwt), List.of(file(path, body.getBytes(UTF_8))));
  }

  /** Reads a form to its end. */
  static FunctionUpload read(InputStream body, String contentType) {
    var upload = new FileUpload();
    upload.setHeaderEncoding(UTF_8.name());
    upload.setSizeMax(MOST_BYTES);
    try {
      return read(upload, new Form(body, contentType));
    } catch (FileUploadBase.InvalidContentTypeException e) {
      throw new RequestRefused(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "A function is sent as multipart/form-data");
    } catch (FileUploadBase.SizeLimitExceededException e) {
      throw tooLarge();
    } catch (FileUploadException e) {
      throw malformed(e);
    } catch (FileUploadBase.FileUploadIOException e) {
      if (e.getCause() instanceof FileUploadBase.SizeLimitExceededException) {
        throw tooLarge();
      }
      throw malformed(e);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private static FunctionUpload read(FileUpload upload, Form form)
      throws FileUploadException, IOException {
    Metadata metadata = null;
    var files = new ArrayList<Map<String, String>>();
    var parts = upload.getItemIterator(form);
    while (parts.hasNext()) {
      var part = parts.next();
      if ("metadata".equals(part.getFieldName())) {
        metadata = metadata(part);
      } else if (part.getName() != null) {
        if (files.size() == MOST_FILES) {
          throw new RequestRefused(
              ErrorCode.UNPROCESSABLE, "A function has at most %d files".formatted(MOST_FILES));
        }
        files.add(file(part.getName(), bytes(part, (int) MOST_BYTES)));
      }
    }
    if (metadata == null) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "The form has no part called metadata");
    }
    return new FunctionUpload(metadata, files);
  }

  private static Metadata metadata(FileItemStream part) throws IOException {
    try {
      var metadata = READER.<Metadata>readValue(bytes(part, LONGEST_METADATA));
      if (metadata != null) {
        return metadata;
      }
    } catch (JsonProcessingException e) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST,
          "The part called metadata is no object as it should be: " + e.getOriginalMessage());
    }
    throw new RequestRefused(ErrorCode.INVALID_REQUEST, "The part called metadata is empty");
  }

  private static byte[] bytes(FileItemStream part, int most) throws IOException {
    try (var in = part.openStream()) {
      var bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLarge();
      }
      return bytes;
    }
  }

  private static Map<String, String> file(String path, byte[] content) {
    return Map.of("path", path, "content", Base64.getEncoder().encodeToString(content));
  }

  /** As the worker wants it. */
  Object sent() {
    var entrypoint = metadata.entrypointPath();
    if (entrypoint == null) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "entrypoint_path names the file where the function begins");
    }
    var sent = new TreeMap<String, Object>();
    sent.put("entrypoint_path", entrypoint);
    sent.put("files", files);
    put(sent, "name", metadata.name());
    put(sent, "verify_jwt", metadata.verifyJwt());
    put(sent, "import_map_path", metadata.importMapPath());
    put(sent, "static_patterns", metadata.staticPatterns());
    return sent;
  }

  private static void put(Map<String, Object> sent, String name, @Nullable Object value) {
    if (value != null) {
      sent.put(name, value);
    }
  }

  private static RequestRefused tooLarge() {
    return new RequestRefused(
        ErrorCode.PAYLOAD_TOO_LARGE, "A function has at most %d bytes".formatted(MOST_BYTES));
  }

  private static RequestRefused malformed(Exception e) {
    return new RequestRefused(
        ErrorCode.INVALID_REQUEST, "The form cannot be read: " + e.getMessage());
  }

  /** A request's body; how long it is shows itself. */
  private record Form(InputStream body, String type) implements UploadContext {

    @Override
    public String getCharacterEncoding() {
      return UTF_8.name();
    }

    @Override
    public String getContentType() {
      return type;
    }

    @Override
    public InputStream getInputStream() {
      return body;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // the interface still wants it
    public int getContentLength() {
      return -1;
    }

    @Override
    public long contentLength() {
      return -1;
    }
  }
}

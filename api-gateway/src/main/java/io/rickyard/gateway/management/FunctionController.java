package io.rickyard.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ContentClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A project's functions, as the Management API has them. */
@Controller("/v1/projects/{ref}/functions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "functions")
final class FunctionController {

  private static final String EFFECT =
      "The functions service is restarted with it by the task that the headers name.";
  private static final int AT_ONCE = 4;
  private static final int MOST_AT_ONCE = 100;
  private static final Duration LATER = Duration.ofSeconds(1);

  private final StackContents contents;
  private final ContentClient functions;
  private final RightsCache rights;
  private final Semaphore free = new Semaphore(AT_ONCE);

  FunctionController(StackContents contents, ContentClient functions, RightsCache rights) {
    this.contents = contents;
    this.functions = functions;
    this.rights = rights;
  }

  /** A function of one file. */
  record NewFunction(
      @Nullable String slug,
      @Nullable String name,
      @Nullable String body,
      @Nullable Boolean verifyJwt) {}

  /** What shall be different in a function. */
  record FunctionChange(
      @Nullable String name, @Nullable String body, @Nullable Boolean verifyJwt) {}

  /**
   * A function that was bundled, as bundling it told it. What its source says by itself is not read
   * again.
   */
  record Bundle(
      @Nullable String id,
      @Nullable String slug,
      @Nullable String name,
      @Nullable String status,
      @Nullable Long version,
      @Nullable Long createdAt,
      @Nullable Long updatedAt,
      @Nullable Boolean verifyJwt,
      @Nullable Boolean importMap,
      @Nullable String entrypointPath,
      @Nullable String importMapPath,
      @Nullable String ezbrSha256) {}

  /** Several functions, where an answer is an object. */
  record ManyFunctions(JsonNode functions) {}

  @Get
  @Operation(summary = "List a project's functions")
  HttpResponse<byte[]> list(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var answer =
        HttpResponse.ok(functions.functions(project, call).body())
            .contentType(MediaType.APPLICATION_JSON_TYPE);
    return contents.marked(answer, project, SettingSection.FUNCTIONS, call);
  }

  @Get("/{functionSlug}")
  @Operation(summary = "Get one of a project's functions")
  HttpResponse<byte[]> get(String ref, String functionSlug, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var answer =
        HttpResponse.ok(functions.function(project, functionSlug, call).body())
            .contentType(MediaType.APPLICATION_JSON_TYPE);
    return contents.marked(answer, project, SettingSection.FUNCTIONS, call);
  }

  @Get("/{functionSlug}/body")
  @Produces({MediaType.MULTIPART_FORM_DATA, MediaType.ALL})
  @Operation(
      summary = "Get the files of a function",
      description =
          "A form: the part metadata says where the function begins, each other part is a file"
              + " whose header Supabase-Path is its path.")
  HttpResponse<byte[]> body(String ref, String functionSlug, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.SECRET_READ, call);
    var form = functions.functionSource(project, functionSlug, call).as(FunctionForm.class);
    var boundary = FunctionForm.boundary();
    return HttpResponse.ok(form.written(boundary))
        .contentType(MediaType.of("multipart/form-data; boundary=" + boundary))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Post("/deploy")
  @Consumes(MediaType.ALL)
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Deploy a function",
      description =
          "A form of up to 10 MiB: the part metadata says what the function is, each other part is"
              + " a file whose file name is its path from the root of the project. With bundleOnly"
              + " its source is only kept, for PUT on all functions. "
              + EFFECT)
  HttpResponse<JsonNode> deploy(
      String ref,
      @QueryValue @Nullable String slug,
      @QueryValue(value = "bundleOnly", defaultValue = "false") boolean bundleOnly,
      @Body InputStream body,
      HttpRequest<?> request,
      @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var _ = contents.changeable(project, SettingSection.FUNCTIONS, call);
    if (!free.tryAcquire()) {
      throw new RequestRefused(
          ErrorCode.BUSY, "Other functions are being taken in: try again in a moment", LATER);
    }
    try {
      var type = request.getContentType().map(MediaType::toString).orElse("");
      var upload = FunctionUpload.read(body, type);
      var named = slug == null ? upload.metadata().name() : slug;
      if (named == null) {
        throw new RequestRefused(ErrorCode.INVALID_REQUEST, "slug: the function has no name");
      }
      return bundleOnly
          ? HttpResponse.created(
              functions.deploy(project, named, true, false, upload.sent(), call).told())
          : deployed(project, named, false, upload, call);
    } finally {
      free.release();
    }
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Deploy a function of one file, where there is none of that slug",
      description = EFFECT)
  HttpResponse<JsonNode> create(
      String ref, @Body NewFunction body, @Parameter(hidden = true) Call call) {
    var slug = body.slug();
    var source = body.body();
    if (slug == null || source == null) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "A function has a slug and a body");
    }
    return deployed(
        Paths.project(ref),
        slug,
        true,
        FunctionUpload.of(body.name(), body.verifyJwt(), source),
        call);
  }

  @Put
  @Operation(
      summary = "Make functions what they were bundled to, all at once",
      description = "Each by its slug and the ezbr_sha256 that bundling it gave. " + EFFECT)
  HttpResponse<ManyFunctions> update(
      String ref, @Body List<@Nullable Bundle> body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    if (body.isEmpty() || body.size() > MOST_AT_ONCE) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "A list of 1 to %d functions".formatted(MOST_AT_ONCE));
    }
    var bundles = body.stream().map(FunctionController::sent).toList();
    var slugs = bundles.stream().map(bundle -> bundle.get("slug")).toList();
    var done =
        contents.change(
            project,
            deed("project.functions_deployed", slugs.toString()),
            call,
            _ -> functions.updateFunctions(project, bundles, call));
    return done.on(HttpResponse.ok(new ManyFunctions(done.changed().told())));
  }

  @Patch("/{functionSlug}")
  @Operation(summary = "Change a function's name, guard, or only file", description = EFFECT)
  HttpResponse<JsonNode> change(
      String ref,
      String functionSlug,
      @Body FunctionChange body,
      @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var source = body.body();
    if (source != null) {
      var _ = functions.function(project, functionSlug, call);
      var upload = FunctionUpload.of(body.name(), body.verifyJwt(), source);
      var done = deploy(project, functionSlug, false, upload, call);
      return done.on(HttpResponse.ok(done.changed().told()));
    }
    var sent = JsonNodeFactory.instance.objectNode();
    sent.put("name", body.name());
    sent.put("verify_jwt", body.verifyJwt());
    var done =
        contents.change(
            project,
            deed("project.function_changed", functionSlug),
            call,
            _ -> functions.changeFunction("PATCH", project, functionSlug, sent, call));
    return done.on(HttpResponse.ok(done.changed().told()));
  }

  @Delete("/{functionSlug}")
  @Operation(summary = "Delete a function", description = EFFECT)
  HttpResponse<Object> delete(
      String ref, String functionSlug, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var done =
        contents.change(
            project,
            deed("project.function_deleted", functionSlug),
            call,
            _ -> functions.changeFunction("DELETE", project, functionSlug, null, call));
    return done.on(HttpResponse.ok());
  }

  private HttpResponse<JsonNode> deployed(
      ProjectRef project, String slug, boolean fresh, FunctionUpload upload, Call call) {
    var done = deploy(project, slug, fresh, upload, call);
    return done.on(HttpResponse.created(done.changed().told()));
  }

  private StackContents.Done deploy(
      ProjectRef project, String slug, boolean fresh, FunctionUpload upload, Call call) {
    var sent = upload.sent();
    return contents.change(
        project,
        deed("project.function_deployed", slug),
        call,
        _ -> functions.deploy(project, slug, false, fresh, sent, call));
  }

  private static Map<String, Object> sent(@Nullable Bundle bundle) {
    if (bundle == null || bundle.slug() == null || bundle.ezbrSha256() == null) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "Each function has a slug and an ezbr_sha256");
    }
    var sent = new TreeMap<String, Object>();
    sent.put("slug", bundle.slug());
    sent.put("ezbr_sha256", bundle.ezbrSha256());
    if (bundle.name() != null) {
      sent.put("name", bundle.name());
    }
    if (bundle.verifyJwt() != null) {
      sent.put("verify_jwt", bundle.verifyJwt());
    }
    return sent;
  }

  private static StackContents.Deed deed(String action, String slug) {
    return new StackContents.Deed(SettingSection.FUNCTIONS, action, slug);
  }
}

package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.DeployedFunction;
import io.rickyard.worker.content.FunctionSource;
import io.rickyard.worker.content.Functions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The functions of projects: what they are made of, and what is told of them. */
@Controller("/stacks/{ref}/functions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = ContentStore.class)
class FunctionController {

  private final ContentDoor door;
  private final Clock clock;

  FunctionController(ContentDoor door, Clock clock) {
    this.door = door;
    this.clock = clock;
  }

  /**
   * A file.
   *
   * @param content its bytes, in base64
   */
  @Introspected
  record FileForm(String path, String content) {
    static FileForm of(String path, byte[] bytes) {
      return new FileForm(path, Base64.getEncoder().encodeToString(bytes));
    }

    private Map.Entry<String, byte[]> sent() {
      try {
        return Map.entry(path, Base64.getDecoder().decode(content));
      } catch (IllegalArgumentException _) {
        throw new RequestRefused(ErrorCode.INVALID_REQUEST, path + " is not in base64");
      }
    }
  }

  /** A function to be. */
  @Introspected
  record SourceForm(
      @Nullable String name,
      @Nullable Boolean verifyJwt,
      String entrypointPath,
      @Nullable String importMapPath,
      @Nullable List<String> staticPatterns,
      List<FileForm> files) {

    Functions.Wanted wanted() {
      return new Functions.Wanted(name, verifyJwt);
    }

    FunctionSource source() {
      try {
        return FunctionSource.of(
            entrypointPath,
            importMapPath,
            staticPatterns == null ? List.of() : staticPatterns,
            files.stream().map(FileForm::sent).toList());
      } catch (ContentRefused refused) {
        throw ContentDoor.told(refused);
      }
    }
  }

  /** A function that was bundled, and shall be what it was bundled to. */
  @Introspected
  record BundleForm(
      String slug, @Nullable String name, @Nullable Boolean verifyJwt, String ezbrSha256) {}

  /** What shall be different in a function. */
  @Introspected
  record ChangeForm(@Nullable String name, @Nullable Boolean verifyJwt) {}

  /** A function with its files. */
  @Introspected
  record SourceShape(FunctionShape function, String entrypoint, List<FileForm> files) {}

  @Get
  List<FunctionShape> list(Authentication authentication, String ref) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_READ);
    return door.open(stack).functions().bySlug().values().stream()
        .map(function -> FunctionShape.of(stack.project(), function))
        .toList();
  }

  @Get("/{slug}")
  FunctionShape get(Authentication authentication, String ref, String slug) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_READ);
    return FunctionShape.of(stack.project(), found(door.open(stack).functions(), slug));
  }

  @Get("/{slug}/source")
  SourceShape source(Authentication authentication, String ref, String slug) {
    var stack = door.stack(authentication, ref, Permission.SECRET_READ);
    var function = found(door.open(stack).functions(), slug);
    var source =
        door.source(stack.project(), slug, function.sha256())
            .orElseThrow(() ->
                new RequestRefused(
                    ErrorCode.CONFLICT, "The function is being replaced; ask again"));
    var files = new ArrayList<FileForm>();
    source.files().forEach((path, content) -> files.add(FileForm.of(path, content)));
    return new SourceShape(
        FunctionShape.of(stack.project(), function), source.entrypoint(), List.copyOf(files));
  }

  /**
   * Deploys one, or keeps what it shall be made of.
   *
   * @param bundle whether it is only kept, and told as what it will be
   * @param fresh whether there may be none of that slug yet
   */
  @Post("/{slug}")
  JsonNode deploy(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      String slug,
      @QueryValue(defaultValue = "false") boolean bundle,
      @QueryValue(defaultValue = "false") boolean fresh,
      @Body SourceForm form) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    var source = form.source();
    return door.change(
        stack,
        Asked.of(authentication, headers),
        (now, sources) -> {
          if (fresh && now.functions().bySlug().containsKey(slug)) {
            throw new RequestRefused(ErrorCode.CONFLICT, "There is a function " + slug);
          }
          var deployed =
              now.functions()
                  .deployed(slug, form.wanted(), source, UUID.randomUUID(), clock.instant());
          sources.keep(slug, source);
          return new ContentStore.Changed<>(
              bundle ? now : now.with(deployed), shape(stack.project(), deployed, slug));
        });
  }

  /** Makes functions what they were bundled to, all at once. */
  @Put
  JsonNode update(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      @Body List<BundleForm> forms) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    return door.change(
        stack,
        Asked.of(authentication, headers),
        (now, sources) -> {
          var functions = now.functions();
          for (var form : forms) {
            var source =
                sources
                    .find(form.slug(), form.ezbrSha256())
                    .orElseThrow(() ->
                        new RequestRefused(
                            ErrorCode.NOT_FOUND,
                            "Nothing of that digest was bundled for " + form.slug()));
            functions =
                functions.deployed(
                    form.slug(),
                    new Functions.Wanted(form.name(), form.verifyJwt()),
                    source,
                    UUID.randomUUID(),
                    clock.instant());
          }
          var shapes = new ArrayList<FunctionShape>();
          for (var form : forms) {
            shapes.add(shape(stack.project(), functions, form.slug()));
          }
          return new ContentStore.Changed<>(now.with(functions), List.copyOf(shapes));
        });
  }

  @Patch("/{slug}")
  JsonNode change(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      String slug,
      @Body ChangeForm form) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    return door.change(
        stack,
        Asked.of(authentication, headers),
        (now, _) -> {
          var changed =
              now.functions()
                  .changed(
                      slug, new Functions.Wanted(form.name(), form.verifyJwt()), clock.instant());
          return new ContentStore.Changed<>(
              now.with(changed), shape(stack.project(), changed, slug));
        });
  }

  @Delete("/{slug}")
  JsonNode delete(Authentication authentication, HttpHeaders headers, String ref, String slug) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    return door.change(
        stack,
        Asked.of(authentication, headers),
        (now, _) ->
            new ContentStore.Changed<>(
                now.with(now.functions().without(slug)),
                shape(stack.project(), now.functions(), slug)));
  }

  private static FunctionShape shape(ProjectRef project, Functions functions, String slug)
      throws ContentRefused {
    return FunctionShape.of(project, functions.get(slug));
  }

  private static DeployedFunction found(Functions functions, String slug) {
    try {
      return functions.get(slug);
    } catch (ContentRefused refused) {
      throw ContentDoor.told(refused);
    }
  }
}

/** @module portico */
import './common/reflect.js';

export { PorticoApp } from './app/portico-app.js';
export { PorticoFactory } from './app/portico-factory.js';
export type { EventsOptions, InteractionOptions, ListenOptions, PorticoOptions } from './app/options.js';
export type { AuditEntry, AuditOptions } from './app/operations/audit.js';
export type { OperationsOptions } from './app/operations/operations-options.js';
export type { Readiness } from './app/operations/readiness.js';
export type { LogSettings } from './app/logging/log-options.js';
export type { JobsOptions, Role } from './app/jobs-options.js';
export type { FetchHandlerOptions } from './app/mount.js';
export type { Listening } from './transport/listening.js';
export type {
  EventLimits,
  EventStore,
  FetchCaller,
  FetchHandler,
  HttpOptions,
  NodeHandler,
  ResumabilityOptions,
  ServerLimits,
  SessionOptions,
} from './transport/http/index.js';
export type { MemoryLine } from './transport/memory.js';

export { Tool } from './metadata/tool.js';
export { Resource } from './metadata/resource.js';
export { Prompt } from './metadata/prompt.js';
export { Job } from './metadata/job.js';
export { Every } from './metadata/job-every.js';
export type { Backoff, EveryOptions, JobDecoratorOptions } from './metadata/job-records.js';
export { Module, type DynamicModule, type ModuleOptions } from './metadata/module.js';
export type { ExtensionMethod, ProtocolExtension } from './metadata/extension.js';
export { Cacheable, type CacheableDecorator, type CacheableOptions } from './metadata/cacheable.js';
export { Complete, type CompletionSource } from './metadata/complete.js';
export { RequireRoles, RequireScopes, type RequireDecorator } from './metadata/require.js';
export { Injectable, type InjectableOptions, type ProviderScope } from './metadata/injectable.js';
export { Inject, Optional, type Token } from './metadata/inject.js';
export { Args, Ctx, Param } from './metadata/parameters.js';
export { UsePipes, type Pipe, type PipedArgument, type PipeFunction } from './metadata/pipe.js';
export { createParamDecorator } from './context/create-param-decorator.js';
export { Describe, Schema } from './schema/index.js';
export type {
  ClassProvider,
  ExistingProvider,
  FactoryProvider,
  Provider,
  ValueProvider,
} from './metadata/provider.js';
export type {
  CacheHint,
  ComponentOptions,
  Icon,
  PromptOptions,
  ResourceOptions,
  ToolAnnotations,
  ToolOptions,
} from './metadata/records.js';
export type { TaskSupport } from './metadata/task-support.js';
export type { OnModuleInit, OnShutdown } from './container/lifecycle.js';

export { apiKeys, createApiKey, hashApiKey, type ApiKey, type ApiKeyOptions } from './identity/api-keys.js';
export type { Audience } from './identity/audience.js';
export type { AuthOptions } from './identity/auth-options.js';
export { introspection, type IntrospectionOptions } from './identity/introspection/introspection.js';
export { jwtVerifier, type JwtOptions } from './identity/jwt/jwt-verifier.js';
export { Principal, type PrincipalData } from './identity/principal.js';
export {
  UnauthorizedError,
  type Credentials,
  type Verifier,
  type VerifierFunction,
} from './identity/verifier.js';

export { Context } from './context/context.js';
export { runInContext } from './context/ambient.js';
export type { ClientCapabilities, ClientInfo } from './context/client-info.js';
export type { Era, HttpInfo, TraceContext, TransportKind } from './context/exchange.js';
export { Jobs } from './context/jobs/jobs.js';
export type {
  JobArguments,
  JobClass,
  JobData,
  JobLogEntry,
  JobOptions,
  JobStatus,
  WaitOptions,
} from './context/jobs/job-types.js';
export type { LogLevel } from './context/peer.js';
export type { LogOptions } from './context/logging/logging-service.js';
export type { Effect, OnceOptions } from './context/flow.js';
export type { Claim, FlowStore } from './interaction/flow-store.js';
export { Elicited } from './context/elicitation/elicited.js';
export { ElicitationService } from './context/elicitation/elicitation-service.js';
export { ElicitAnswerError } from './context/elicitation/elicit-answer-error.js';
export { ElicitFormError } from './context/elicitation/elicit-form-error.js';
export { ElicitRefusedError } from './context/elicitation/elicit-refused-error.js';
export type { ElicitUrlOptions, UrlAnswer } from './context/elicitation/ask-url.js';
export type { ChooseManyOptions, ElicitOptions } from './context/elicitation/elicit-options.js';
export type { ElicitationAnswer } from './context/elicitation/elicitation-answer.js';
export type {
  Choices,
  ChoiceValue,
  EnumObject,
  Form,
  FormValue,
  TitledChoices,
} from './context/elicitation/form.js';
export { SamplingService, type SamplingPorts } from './context/sampling/sampling-service.js';
export { SampleResultError } from './context/sampling/sample-errors.js';
export type { ToolErrors } from './context/sampling/tools/tool-errors.js';
export {
  samplingTool,
  type SamplingTool,
  type SamplingToolCall,
} from './context/sampling/tools/sampling-tool.js';
export type {
  ModelPreferences,
  SampleOptions,
  SampleResult,
  SampleResultFor,
  SampleStep,
  SampleStepOptions,
  SampleTurnOptions,
} from './context/sampling/sample-options.js';
export type { SamplingAnswer } from './context/sampling/sampling-answer.js';
export type {
  SamplingContent,
  SamplingInput,
  SamplingMessage,
  SamplingMessageLike,
  ToolResultContent,
  ToolUseContent,
} from './context/sampling/messages/sampling-message.js';
export type {
  SamplingProvider,
  SamplingProviderAnswer,
  SamplingSettings,
} from './context/sampling/sampling-provider.js';
export type { SamplingRequest, SamplingToolEntry, ToolChoice } from './context/sampling/sampling-request.js';
export {
  openAiCompatible,
  type OpenAiCompatibleOptions,
} from './context/sampling/openai/open-ai-compatible.js';
export { RootsService, type ListRootsOptions } from './context/roots/roots-service.js';
export type { Root } from './context/roots/root.js';
export { MissingCapabilityError } from './context/missing-capability-error.js';
export type {
  PlainDefault,
  StateGetOptions,
  StateLifetime,
  StateOptions,
  StateReadOptions,
  StateScope,
  StateWriteOptions,
} from './context/state/state-options.js';
export { stateKey, type StateKey } from './context/state/state-key.js';
export type { StateSettings } from './context/state/state-settings.js';
export type { StateCodec } from './context/state/codecs/codec.js';
export { classCodec } from './context/state/codecs/class-codec.js';
export { handle, type HandleScope } from './context/state/handles/handle-scope.js';
export { UnknownSessionError } from './context/state/handles/unknown-session-error.js';
export type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from './context/resources/list-entries.js';
export { LoggingService } from './context/logging/logging-service.js';
export { ProgressService } from './context/progress/progress-service.js';
export { ComponentService } from './context/resources/component-service.js';
export { StateService } from './context/state/state-service.js';
export type { VisibilityCriteria, VisibilityRule } from './context/visibility/visibility-rule.js';
export { VisibilityService } from './context/visibility/visibility-service.js';

export type { CallInfo, ComponentInfo } from './pipeline/call.js';
export { UseFilters, type Filter, type FilterFunction } from './pipeline/filter.js';
export { UseGuards, type Guard, type GuardFunction } from './pipeline/guard.js';
export {
  createMethodDecorator,
  UseInterceptors,
  type Interceptor,
  type InterceptorFunction,
} from './pipeline/interceptor.js';
export {
  concurrencyLimit,
  rateLimit,
  resultLimit,
  retry,
  type ConcurrencyLimitOptions,
  type CountedBy,
  type RateLimitOptions,
  type ResultLimitOptions,
  type RetryOptions,
} from './pipeline/limits/index.js';
export { ToolResult, type ToolResultOptions } from './common/content/tool-result.js';
export { ResourceResult, type ResourcePart } from './common/content/resource-result.js';
export { content, type LinkOptions } from './common/content/create-content.js';
export type { PromptMessageLike } from './pipeline/output/prompt-output.js';
export type * from './common/content/content.js';
export type { Duration } from './common/duration.js';
export { readWithin, type ReadWithinOptions } from './common/read-within.js';
export { ForbiddenError, isUserError, NotFoundError, UserError } from './common/user-error.js';
export { isPorticoError, PorticoError } from './common/portico-error.js';
export { StartupError, type StartupProblem } from './common/startup-problem.js';
export type { RedactionOptions } from './common/redaction/redactor.js';
export { silentLog, StderrLog, type ServerLog, type ServerLogLevel } from './common/server-log.js';

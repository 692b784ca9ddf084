
>
nDebugIdentity**

debug_urls
grpc://example.invalid:1
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using InfraFabric.Core.Errors;

namespace InfraFabric.Witness.S3;

/// <summary>
/// The few calls to a bucket that a copy of a log needs. Who calls, where, and as whom is what AWS's own tools would
/// take: the environment's <c>AWS_</c> variables, the files in <c>~/.aws</c>, the role of the machine.
/// </summary>
internal sealed class BucketClient : IDisposable
{
    // A store of our own has one region or none, but a signature names one.
    private const string AnyRegion = "us-east-1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AmazonS3Client _client;
    private readonly BucketAddress _address;

    public BucketClient(BucketAddress address)
    {
        _address = address;
        try
        {
            var config = new AmazonS3Config
            {
                Timeout = Patience,
                RetryMode = RequestRetryMode.Standard,
                // Objects are signed whole. What AWS would add to that, other stores do not all understand.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            };
            if (config.ServiceURL is { } endpoint)
            {
                var region = config.RegionEndpoint?.SystemName ?? AnyRegion;
                // Written down, because without a region one that is only read from the environment does not count.
                config.ServiceURL = endpoint;
                config.AuthenticationRegion = region;
                config.ForcePathStyle = true;
            }

            _client = new AmazonS3Client(config);
        }
        catch (AmazonClientException incomplete)
        {
            throw new FabricException(ErrorTable.EnvironmentIncomplete, $"{address} cannot be reached.",
                incomplete.Message, "Set AWS_REGION, or AWS_ENDPOINT_URL_S3 for a store that is not Amazon's.",
                incomplete);
        }
    }

    /// <summary>An object and the tag of its version; null if it is not there.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Bytes, string Tag)?> FindAsync(
        string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            using var found = await _client.GetObjectAsync(
                new GetObjectRequest { BucketName = _address.Bucket, Key = KeyOf(path) }, cancellationToken);
            if (found.ContentLength > limit)
                throw LedgerErrors.Damaged($"{path} has {found.ContentLength} bytes; the most is {limit}.");
            var bytes = new byte[found.ContentLength];
            await found.ResponseStream.ReadExactlyAsync(bytes, cancellationToken);
            return (bytes, found.ETag);
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
        catch (Exception failed) when (IsOfTheStore(failed))
        {
            throw Explained(failed, path);
        }
    }

    /// <summary>
    /// Writes an object whole: over the version that has this tag, or where none is if there is no tag. The tag of the
    /// new version; null if there was another one.
    /// </summary>
    public async ValueTask<string?> TryPutAsync(
        string path, ReadOnlyMemory<byte> bytes, string? over, string type, string caching,
        CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(bytes.ToArray(), writable: false);
        var request = new PutObjectRequest
        {
            BucketName = _address.Bucket,
            Key = KeyOf(path),
            InputStream = body,
            ContentType = type,
            IfMatch = over,
            IfNoneMatch = over is null ? "*" : null,
            UseChunkEncoding = false,
        };
        request.Headers.CacheControl = caching;
        try
        {
            return (await _client.PutObjectAsync(request, cancellationToken)).ETag;
        }
        catch (AmazonS3Exception other) when (
            other.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict
            || (over is not null && other.ErrorCode == "NoSuchKey"))
        {
            return null;
        }
        catch (Exception failed) when (IsOfTheStore(failed))
        {
            throw Explained(failed, path);
        }
    }

    /// <summary>Removes all objects whose paths begin so, as far as one list tells of them.</summary>
    public async ValueTask RemoveAsync(string beginning, CancellationToken cancellationToken)
    {
        try
        {
            var listed = await _client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = KeyOf(beginning) },
                cancellationToken);
            foreach (var found in listed.S3Objects ?? [])
                await _client.DeleteObjectAsync(_address.Bucket, found.Key, cancellationToken);
        }
        catch (Exception failed) when (IsOfTheStore(failed))
        {
            throw Explained(failed, beginning);
        }
    }

    public void Dispose() => _client.Dispose();

    public override string ToString() => _address.ToString();

    private static bool IsOfTheStore(Exception failed) =>
        failed is AmazonClientException or AmazonServiceException or HttpRequestException or IOException
            or TimeoutException;

    private string KeyOf(string path) => _address.Prefix + path;

    private FabricException Explained(Exception failed, string path)
    {
        var what = $"{path} of {_address} cannot be read or written.";
        return failed switch
        {
            AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new FabricException(ErrorTable.EnvironmentIncomplete,
                what, "There is no such bucket.", "Make the bucket, or correct its name or AWS_ENDPOINT_URL_S3.",
                failed),
            AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } denied =>
                new FabricException(ErrorTable.Forbidden, what, $"The store denies it: {denied.ErrorCode}.",
                    "Correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or allow their user s3:GetObject,"
                        + " s3:PutObject, s3:DeleteObject and s3:ListBucket there.", failed),
            AmazonServiceException answered => new FabricException(ErrorTable.ServerUnreachable, what,
                $"The store answers {(int)answered.StatusCode} {answered.ErrorCode}.",
                "See what is wrong with the store; the next try goes on from there.", failed),
            AmazonClientException unknown when unknown.Message.Contains(
                "credentials", StringComparison.OrdinalIgnoreCase) => new FabricException(
                    ErrorTable.Unauthenticated, what, unknown.Message,
                    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.", failed),
            _ => new FabricException(ErrorTable.ServerUnreachable, what,
                failed.InnerException?.Message ?? failed.Message,
                "See whether the store runs, and whether AWS_ENDPOINT_URL_S3 or AWS_REGION is right.", failed),
        };
    }
}

# SPDX-License-Identifier: Apache-2.0
"""The local S3 with Debian's boto3 and AWS command line."""
import hashlib
import http.client
import io
import json
import os
import pathlib
import socket
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request
import zipfile

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.exceptions
from harness import EndToEnd, LIMIT_SECONDS, credentials

AWS = "/usr/bin/aws"


def client(origin, **options):
    return boto3.client("s3", endpoint_url=origin, **{**credentials(), **options})


class S3Case(EndToEnd):
    def setUp(self):
        super().setUp()
        cloud = self.local_cloud()
        self.origin = cloud.__enter__()
        self.addCleanup(cloud.__exit__, None, None, None)
        self.s3 = client(self.origin)
        self.addCleanup(self.s3.close)
        self.s3.create_bucket(Bucket="bucket")

    def refused(self, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            call(**arguments)
        return refused.exception.response["Error"]["Code"]

    def aws(self, *arguments, code=0, environment=None):
        settings = {**os.environ, "AWS_ACCESS_KEY_ID": credentials()["aws_access_key_id"],
                    "AWS_SECRET_ACCESS_KEY": credentials()["aws_secret_access_key"], "AWS_PAGER": "",
                    "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
                    "HOME": self.state, **(environment or {})}
        done = subprocess.run([AWS, "--endpoint-url", self.origin, *map(str, arguments)], env=settings, text=True,
                              capture_output=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout


class Objects(S3Case):
    def test_metadata_and_conditions(self):
        put = self.s3.put_object(Bucket="bucket", Key="k", Body=b"text", ContentType="text/plain",
                                 CacheControl="no-cache", Metadata={"colour": "blue"})
        self.assertEqual(put["ETag"], '"%s"' % hashlib.md5(b"text").hexdigest())
        self.assertNotIn("VersionId", put)
        got = self.s3.get_object(Bucket="bucket", Key="k")
        self.assertEqual((got["Body"].read(), got["ContentType"], got["CacheControl"], got["Metadata"]),
                         (b"text", "text/plain", "no-cache", {"colour": "blue"}))
        self.assertEqual(self.refused(self.s3.get_object, Bucket="bucket", Key="k", IfNoneMatch=put["ETag"]), "304")
        self.assertEqual(self.refused(self.s3.get_object, Bucket="bucket", Key="k", IfMatch='"x"'), "PreconditionFailed")
        self.assertEqual(
            self.refused(self.s3.get_object, Bucket="bucket", Key="k", IfModifiedSince=got["LastModified"]), "304")
        self.s3.copy_object(Bucket="bucket", Key="copy", CopySource={"Bucket": "bucket", "Key": "k"})
        self.assertEqual(self.s3.head_object(Bucket="bucket", Key="copy")["Metadata"], {"colour": "blue"})
        for algorithm in ("CRC32", "SHA1", "SHA256"):
            self.s3.put_object(Bucket="bucket", Key=algorithm, Body=b"text", ChecksumAlgorithm=algorithm)
            head = self.s3.head_object(Bucket="bucket", Key=algorithm, ChecksumMode="ENABLED")
            self.assertIn("Checksum" + algorithm, head)

    def test_versions_and_delete_markers(self):
        self.s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
        first = self.s3.put_object(Bucket="bucket", Key="k", Body=b"1")["VersionId"]
        second = self.s3.put_object(Bucket="bucket", Key="k", Body=b"2")["VersionId"]
        marker = self.s3.delete_object(Bucket="bucket", Key="k")
        self.assertTrue(marker["DeleteMarker"])
        listed = self.s3.list_object_versions(Bucket="bucket")
        self.assertEqual([(v["VersionId"], v["IsLatest"]) for v in listed["Versions"]], [(second, False), (first, False)])
        self.assertEqual(listed["DeleteMarkers"][0]["VersionId"], marker["VersionId"])
        self.assertEqual(self.refused(self.s3.delete_bucket, Bucket="bucket"), "BucketNotEmpty")
        deleted = self.s3.delete_objects(Bucket="bucket", Delete={"Objects": [
            {"Key": "k", "VersionId": v} for v in (first, second, marker["VersionId"])]})
        self.assertEqual(len(deleted["Deleted"]), 3)
        self.s3.delete_bucket(Bucket="bucket")
        self.assertEqual(self.refused(self.s3.head_bucket, Bucket="bucket"), "404")

    def test_listings_in_pages(self):
        keys = [f"{folder}/{index:03}" for folder in ("a", "b b", "ü") for index in range(7)]
        for key in keys:
            self.s3.put_object(Bucket="bucket", Key=key, Body=b"")
        for operation in ("list_objects", "list_objects_v2"):
            pages = self.s3.get_paginator(operation).paginate(Bucket="bucket", PaginationConfig={"PageSize": 4})
            self.assertEqual([o["Key"] for page in pages for o in page["Contents"]], sorted(keys, key=str.encode))
            pages = self.s3.get_paginator(operation).paginate(Bucket="bucket", Delimiter="/",
                                                              PaginationConfig={"PageSize": 1})
            self.assertEqual([p["Prefix"] for page in pages for p in page["CommonPrefixes"]], ["a/", "b b/", "ü/"])
        pages = self.s3.get_paginator("list_object_versions").paginate(Bucket="bucket", PaginationConfig={"PageSize": 4})
        self.assertEqual(len([v for page in pages for v in page["Versions"]]), len(keys))

    def test_settings_of_buckets_that_tools_ask_for(self):
        self.assertIsNone(self.s3.get_bucket_location(Bucket="bucket")["LocationConstraint"])
        rules = self.s3.get_bucket_encryption(Bucket="bucket")["ServerSideEncryptionConfiguration"]["Rules"]
        self.assertEqual(rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
        self.assertEqual(self.refused(self.s3.get_bucket_policy, Bucket="bucket"), "NoSuchBucketPolicy")
        self.s3.put_bucket_policy(Bucket="bucket", Policy='{"Version": "2012-10-17", "Statement": []}')
        self.assertIn("2012-10-17", self.s3.get_bucket_policy(Bucket="bucket")["Policy"])
        self.assertTrue(all(self.s3.get_public_access_block(Bucket="bucket")["PublicAccessBlockConfiguration"].values()))
        self.s3.put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        self.assertEqual(self.s3.get_bucket_tagging(Bucket="bucket")["TagSet"], [{"Key": "a", "Value": "b"}])
        self.assertEqual(self.s3.get_bucket_acl(Bucket="bucket")["Grants"][0]["Permission"], "FULL_CONTROL")

    def test_multipart(self):
        part = os.urandom(5 * 1024 * 1024)
        upload = self.s3.create_multipart_upload(Bucket="bucket", Key="big", Metadata={"a": "b"})["UploadId"]
        tags = [self.s3.upload_part(Bucket="bucket", Key="big", UploadId=upload, PartNumber=n, Body=body)["ETag"]
                for n, body in ((1, part), (2, b"end"))]
        self.assertEqual([p["Size"] for p in self.s3.list_parts(Bucket="bucket", Key="big", UploadId=upload)["Parts"]],
                         [len(part), 3])
        self.assertEqual(self.s3.list_multipart_uploads(Bucket="bucket")["Uploads"][0]["UploadId"], upload)
        parts = {"Parts": [{"PartNumber": n + 1, "ETag": tag} for n, tag in enumerate(tags)]}
        wrong = {"Parts": [{"PartNumber": 1, "ETag": tags[1]}]}
        complete = self.s3.complete_multipart_upload
        self.assertEqual(self.refused(complete, Bucket="bucket", Key="big", UploadId=upload, MultipartUpload=wrong),
                         "InvalidPart")
        done = complete(Bucket="bucket", Key="big", UploadId=upload, MultipartUpload=parts)
        digests = hashlib.md5(part).digest() + hashlib.md5(b"end").digest()
        self.assertEqual(done["ETag"], '"%s-2"' % hashlib.md5(digests).hexdigest())
        got = self.s3.get_object(Bucket="bucket", Key="big")
        self.assertEqual(got["Body"].read(), part + b"end")
        self.assertEqual(got["Metadata"], {"a": "b"})
        self.assertEqual(self.refused(complete, Bucket="bucket", Key="big", UploadId=upload, MultipartUpload=parts),
                         "NoSuchUpload")
        upload = self.s3.create_multipart_upload(Bucket="bucket", Key="none")["UploadId"]
        self.s3.abort_multipart_upload(Bucket="bucket", Key="none", UploadId=upload)
        self.assertNotIn("Uploads", self.s3.list_multipart_uploads(Bucket="bucket"))


class Urls(S3Case):
    def fetch(self, url, method="GET", data=None, headers=None):
        request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def test_presigned_reads_and_writes(self):
        for signature in ("s3v4", "s3"):  # the second is what boto3 takes when nothing is said
            with self.subTest(signature):
                s3 = client(self.origin, config=botocore.config.Config(signature_version=signature))
                where = {"Bucket": "bucket", "Key": "a/ü +?.txt"}
                put = s3.generate_presigned_url("put_object", {**where, "ContentType": "text/plain"})
                self.assertEqual(self.fetch(put, "PUT", b"text", {"Content-Type": "text/plain"})[0], 200)
                get = s3.generate_presigned_url("get_object", {**where, "ResponseContentType": "text/css"})
                self.assertEqual(self.fetch(get), (200, "text"))
                code, text = self.fetch(get, "PUT", b"other")
                self.assertEqual((code, "SignatureDoesNotMatch" in text), (403, True), text)
                self.assertEqual(self.fetch(get.replace("%2B", "%2C"))[0], 403)
        self.assertEqual(self.fetch(f"{self.origin}/bucket/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                                    "&X-Amz-Credential=a/20260101/us-east-1/s3/aws4_request")[0], 400)

    def test_buckets_in_the_host(self):
        port = urllib.parse.urlsplit(self.origin).port
        s3 = client(f"http://localhost:{port}",
                    config=botocore.config.Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
        url = s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "in/host"})
        self.assertIn(f"http://bucket.localhost:{port}/in/host", url)
        target = url.split(str(port), 1)[1]
        for host in (f"bucket.localhost:{port}", "bucket.s3.us-east-1.amazonaws.com"):
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("PUT", target, body=b"text", headers={"Host": host})
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            self.assertEqual(answer.status, 200 if host.endswith(str(port)) else 403, body)  # the host is signed
        self.assertEqual(self.s3.get_object(Bucket="bucket", Key="in/host")["Body"].read(), b"text")


class HostileClients(S3Case):
    def raw(self, data):
        """What the server says to these bytes, until it closes."""
        with socket.create_connection(("127.0.0.1", urllib.parse.urlsplit(self.origin).port), timeout=60) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        return answer

    def test_they_get_an_answer_and_the_others_too(self):
        half_open = [socket.create_connection(("127.0.0.1", urllib.parse.urlsplit(self.origin).port))
                     for _ in range(100)]
        for connection in half_open:
            connection.sendall(b"PUT /bucket/k HTTP/1.1\r\nContent-Length: 100\r\n\r\n")
            self.addCleanup(connection.close)
        wanted = {b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n": b"431",
                  b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n": b"431",
                  b"PUT /b/k HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n": b"400",
                  b"PUT /b/k HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n": b"413",
                  b"PUT /b/k HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello": b"400",
                  b"GET /bucket/%zz HTTP/1.1\r\nHost: bucket.localhost\r\n\r\n": b"403",
                  b"\0\0\0\0\r\n\r\n": b"400"}
        for request, status in wanted.items():
            self.assertEqual(self.raw(request).split(b" ", 2)[1], status, request[:60])
        bombs = ("<!DOCTYPE a [<!ENTITY b 'cc'>]><Delete>&b;</Delete>", "<Delete>" * 100_000, "<Delete>", "x")
        for bomb in bombs:
            answer = self.refused_body("/bucket?delete", bomb)
            self.assertIn("MalformedXML", answer)
        self.s3.put_object(Bucket="bucket", Key="k", Body=b"still there")
        self.assertEqual(self.s3.get_object(Bucket="bucket", Key="k")["Body"].read(), b"still there")

    def refused_body(self, target, body):
        request = botocore.awsrequest.AWSRequest("POST", self.origin + target, data=body.encode())
        key = botocore.credentials.Credentials("any", "any")
        botocore.auth.S3SigV4Auth(key, "s3", "us-east-1").add_auth(request)
        prepared = request.prepare()
        try:
            urllib.request.urlopen(urllib.request.Request(prepared.url, prepared.body, dict(prepared.headers)))
        except urllib.error.HTTPError as error:
            return error.read().decode()
        return ""


# Where the AWS command line finds S3; its `cloudformation package` does not heed --endpoint-url.
ENDPOINT_RULES = """{"version": "1.0",
 "parameters": {"Bucket": {"required": false, "documentation": "", "type": "String"}},
 "rules": [{"conditions": [{"fn": "isSet", "argv": [{"ref": "Bucket"}]}], "type": "endpoint",
            "endpoint": {"url": "ORIGIN/{Bucket}", "properties": {"authSchemes": [
              {"name": "sigv4", "signingName": "s3", "signingRegion": "us-east-1", "disableDoubleEncoding": true}]},
              "headers": {}}}]}"""
TEMPLATE = """
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Code: code
      Handler: bootstrap
      Role: arn:aws:iam::000000000000:role/any
      Runtime: provided.al2023
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: nested.yaml
"""


class CommandLine(S3Case):
    def test_package(self):
        folder = pathlib.Path(self.state)
        (folder / "code").mkdir()
        (folder / "code" / "bootstrap").write_bytes(os.urandom(9 * 1024 * 1024))
        (folder / "nested.yaml").write_text("Resources:\n  Logs:\n    Type: AWS::Logs::LogGroup\n")
        template = self.write("template.yaml", TEMPLATE)
        rules = folder / "models" / "s3" / "2006-03-01"
        rules.mkdir(parents=True)
        (rules / "endpoint-rule-set-1.json").write_text(ENDPOINT_RULES.replace("ORIGIN", self.origin))
        packaged = json.loads(self.aws("cloudformation", "package", "--template-file", template, "--s3-bucket", "bucket",
                                       "--s3-prefix", "some/prefix", "--use-json",
                                       environment={"AWS_DATA_PATH": str(folder / "models")}))
        code = packaged["Resources"]["Function"]["Properties"]["Code"]
        self.assertEqual(code["S3Bucket"], "bucket")
        got = self.s3.get_object(Bucket="bucket", Key=code["S3Key"])["Body"].read()
        with zipfile.ZipFile(io.BytesIO(got)) as archive:
            self.assertEqual(archive.read("bootstrap"), (folder / "code" / "bootstrap").read_bytes())
        url = urllib.parse.urlsplit(packaged["Resources"]["Nested"]["Properties"]["TemplateURL"])
        self.assertRegex(url.netloc, r"^s3[.a-z0-9-]*\.amazonaws\.com$")
        bucket, key = url.path[1:].split("/", 1)
        self.assertIn(b"AWS::Logs::LogGroup", self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    def test_files_come_and_go(self):
        big = pathlib.Path(self.state) / "big"
        big.write_bytes(os.urandom(9 * 1024 * 1024))
        self.aws("s3", "mb", "s3://files")
        self.aws("s3", "cp", big, "s3://files/dir/big")
        self.assertIn("-2", self.s3.head_object(Bucket="files", Key="dir/big")["ETag"])
        back = pathlib.Path(self.state) / "back"
        self.aws("s3", "cp", "s3://files/dir/big", back)
        self.assertEqual(back.read_bytes(), big.read_bytes())
        self.aws("s3", "cp", "s3://files/dir/big", "s3://files/dir/copy")
        self.assertIn("big", self.aws("s3", "ls", "s3://files/dir/"))
        self.assertIn("PRE dir/", self.aws("s3", "ls", "s3://files"))
        folder = pathlib.Path(self.state) / "folder"
        (folder / "a").mkdir(parents=True)
        (folder / "a" / "b c.txt").write_text("one")
        (folder / "d.txt").write_text("two")
        self.aws("s3", "sync", folder, "s3://files/folder")
        self.assertEqual(self.aws("s3", "sync", folder, "s3://files/folder").strip(), "")
        (folder / "d.txt").unlink()
        self.assertIn("delete:", self.aws("s3", "sync", "--delete", folder, "s3://files/folder"))
        url = self.aws("s3", "presign", "s3://files/folder/a/b c.txt").strip()
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(answer.read(), b"one")
        self.aws("s3", "rb", "s3://files", code=1)
        self.aws("s3", "rm", "--recursive", "s3://files")
        self.aws("s3", "rb", "s3://files")


if __name__ == "__main__":
    unittest.main()

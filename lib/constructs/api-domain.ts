import { CfnOutput } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import type { Domain } from '../config/environment-config';
import type { EnvironmentProps } from './common-props';

export interface ApiDomainProps extends EnvironmentProps {
  /** What is found under the name, without its stage. */
  readonly api: apigateway.IRestApi;
  /** The name, its certificate, and who makes its record. */
  readonly domain: Domain;
}

/** A name of our own for page and API, over TLS 1.2 or 1.3. The firewall stands behind it as well. */
export class ApiDomain extends Construct {
  /** Scheme and host. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    const { environmentSuffix, api, domain } = props;
    const domainName = new apigateway.DomainName(this, 'Name', {
      domainName: domain.name,
      certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      endpointType: apigateway.EndpointType.REGIONAL,
      // with a mapped API, its own policy is what handshakes go by
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    domainName.addBasePathMapping(api, { stage: api.deploymentStage });
    if (domain.hostedZoneId === 'elsewhere') {
      const value = domainName.domainNameAliasDomainName;
      new CfnOutput(this, 'Target', { value }).overrideLogicalId('DomainTarget');
    } else {
      const record = new route53.ARecord(this, 'Record', {
        zone: route53.HostedZone.fromHostedZoneId(this, 'Zone', domain.hostedZoneId),
        recordName: `${domain.name}.`, // with its dot: the name of the zone is not known here
        target: route53.RecordTarget.fromAlias(new ApiGatewayDomain(domainName)),
      });
      acknowledge(record, {
        [`StreamTech-Name[Name lacks -${environmentSuffix}]`]:
          'It is the name that people type, which the configuration of one environment chooses; a second environment with it is refused by API Gateway.',
      });
    }
    this.origin = `https://${domain.name}`;
  }
}
